package dev.usher.graal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentHolder;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.smallrye.openapi.runtime.OpenApiRecorder;
import io.quarkus.smallrye.openapi.runtime.filter.AutoSecurityFilter;
import io.smallrye.openapi.runtime.io.Format;

/**
 * Reads the OpenAPI document when somebody asks for it first. Quarkus parses and formats it at every start, which was
 * two fifths of the time that the executable spent in its own code before it answered.
 */
final class LazyOpenApi {

    /** The arguments of the preparations that nobody has asked for yet, by the document's name. */
    static final Map<String, Preparation> PENDING = new ConcurrentHashMap<>();

    record Preparation(AutoSecurityFilter securityFilter, Map<RunStage, List<String>> filters) {
    }

    private LazyOpenApi() {
    }

    @TargetClass(OpenApiRecorder.class)
    static final class Recorder {

        @Substitute
        public void prepareDocument(AutoSecurityFilter securityFilter, Map<RunStage, List<String>> filters,
                String documentName) {
            PENDING.put(documentName, new Preparation(securityFilter, filters));
        }
    }

    @TargetClass(OpenApiDocumentService.class)
    static final class Service {

        @Alias
        private Map<String, OpenApiDocumentHolder> documentHolders;

        @Alias
        native void prepareDocument(AutoSecurityFilter securityFilter, Map<RunStage, List<String>> filters,
                String documentName);

        @Substitute
        public byte[] getDocument(String documentName, Format format) {
            synchronized (PENDING) {
                Preparation preparation = PENDING.remove(documentName);
                if (preparation != null) {
                    prepareDocument(preparation.securityFilter(), preparation.filters(), documentName);
                }
            }
            OpenApiDocumentHolder holder = documentHolders.get(documentName);
            if (holder == null) {
                return new byte[0];
            }
            return format.equals(Format.JSON) ? holder.getJsonDocument() : holder.getYamlDocument();
        }
    }
}
