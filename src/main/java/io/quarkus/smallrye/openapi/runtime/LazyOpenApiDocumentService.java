package io.quarkus.smallrye.openapi.runtime;

import java.util.List;
import java.util.Map;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.filter.AutoSecurityFilter;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * Reads the OpenAPI document when somebody asks for it first. Quarkus does so at every start, which took a quarter of
 * the time until Usher answers. The class is in Quarkus's package because the method that it delays is not public.
 */
@Alternative
@Priority(1)
@Unremovable
@Singleton
public class LazyOpenApiDocumentService extends OpenApiDocumentService {

    private Runnable preparation = () -> {
    };

    @Override
    synchronized void prepareDocument(AutoSecurityFilter securityFilter,
            Map<OpenApiFilter.RunStage, List<String>> filters, String documentName) {
        Runnable before = preparation;
        preparation = () -> {
            before.run();
            super.prepareDocument(securityFilter, filters, documentName);
        };
    }

    @Override
    public synchronized byte[] getDocument(String documentName, Format format) {
        preparation.run();
        preparation = () -> {
        };
        return super.getDocument(documentName, format);
    }
}
