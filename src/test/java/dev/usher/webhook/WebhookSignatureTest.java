package dev.usher.webhook;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookSignatureTest {

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    /** The vector of the libraries of Standard Webhooks. */
    @Test
    void signsAsStandardWebhooksDo() {
        assertThat(WebhookSignature.with("key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "whsec_", "whsec_no base64" })
    void whatIsNoSecretIsSaidByItsKeyAlone(String secret) {
        assertThatThrownBy(() -> WebhookSignature.with("usher.webhooks.x.secret", secret))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("usher.webhooks.x.secret ").hasMessageNotContaining("no base64");
    }
}
