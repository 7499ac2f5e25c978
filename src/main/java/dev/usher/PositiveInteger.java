package dev.usher;

import org.eclipse.microprofile.config.spi.Converter;

/** Converts whole numbers from 1 on; anything else stops the start with a message that names the key. */
public class PositiveInteger implements Converter<Integer> {

    @Override
    public Integer convert(String text) {
        int value;
        try {
            value = Integer.parseInt(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'%s' is not a whole number".formatted(text));
        }
        if (value < 1) {
            throw new IllegalArgumentException("%d is less than 1".formatted(value));
        }
        return value;
    }
}
