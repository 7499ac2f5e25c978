package dev.usher.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways in which providers want text encoded in URLs. */
final class UrlEncoding {

    private static final String UNRESERVED = "-_.!~*'()";

    private UrlEncoding() {
    }

    /** Everything but letters, digits and {@code -_.!~*'()} as percent codes (ECMA-262, encodeURIComponent). */
    static String component(String text) {
        return isUnreserved(text) ? text : form(text)
                .replace("+", "%20").replace("%21", "!").replace("%27", "'").replace("%28", "(").replace("%29", ")")
                .replace("%2A", "*").replace("%7E", "~");
    }

    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Everything but letters, digits and {@code -_.} as percent codes, a space as a plus sign. */
    static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    /** A query of those parameters in the map's order, without those that are empty. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null && !parameter.getValue().isEmpty())
                .map(parameter -> form(parameter.getKey()) + "=" + form(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The address without slashes at its end. */
    static String withoutSlash(String url) {
        String rest = url;
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }
}
