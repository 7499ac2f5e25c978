package dev.usher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The licences of what is shipped, as target/sbom.json names them. */
class LicencesIT {

    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause",
            "EPL-1.0", "EPL-2.0", "MPL-2.0", "UPL-1.0", "CC0-1.0", "Public Domain", "GPL-2.0-with-classpath-exception");

    @Test
    void everythingShippedMayBeShipped() throws Exception {
        assumeThat(System.getProperty("maven.mode")).as("the SBOM is made online").isEqualTo("offline=false");
        JsonNode sbom = new ObjectMapper().readTree(Path.of("target", "sbom.json").toFile());
        Map<String, Set<String>> components = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode component : sbom.path("components")) {
            Set<String> licences = new TreeSet<>();
            component.path("licenses").forEach(licence -> licences.addAll(choices(licence)));
            components.put(component.path("purl").asText(), licences);
            counts.merge(String.join(" or ", licences), 1, Integer::sum);
        }
        System.out.println("Licences: " + counts);
        assertThat(components).hasSizeGreaterThan(50)
                .allSatisfy((component, licences) -> assertThat(licences).as(component).containsAnyElementsOf(ALLOWED));
        assertThat(components.keySet()).noneMatch(component -> component.contains("/assertj-core@"));
    }

    /** Where there are several one may choose. */
    private static List<String> choices(JsonNode licence) {
        if (licence.has("expression")) {
            return Stream.of(licence.path("expression").asText().replaceAll("[()]", "").split(" OR ")).toList();
        }
        JsonNode id = licence.at("/license/id");
        return List.of(id.isMissingNode() ? licence.at("/license/name").asText() : id.asText());
    }
}
