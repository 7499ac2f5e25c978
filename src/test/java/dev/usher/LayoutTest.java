package dev.usher;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The packages depend on each other in one direction. */
class LayoutTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.usher");

    @Test
    void packagesAreFreeOfCycles() {
        SlicesRuleDefinition.slices().matching("dev.usher.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void aCallKnowsNothingElseOfOurs() {
        noClasses().that().resideInAPackage("dev.usher.call..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.usher.identity..", "dev.usher.ratelimit..", "dev.usher.provider..",
                        "dev.usher.conference..", "dev.usher.api..").check(classes);
    }

    @Test
    void nothingDependsOnTheWire() {
        noClasses().that().resideOutsideOfPackage("dev.usher.api..").should().dependOnClassesThat()
                .resideInAPackage("dev.usher.api..").check(classes);
    }

    @Test
    void providersKnowNoCallers() {
        noClasses().that().resideInAPackage("dev.usher.provider..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.usher.identity..", "dev.usher.ratelimit..", "dev.usher.conference..")
                .check(classes);
    }
}
