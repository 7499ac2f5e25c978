package dev.usher.provider;

import java.util.Base64;

/** An RSA key that was made for tests and protects nothing. */
final class TestKey {

    static final String PEM = """
            -----BEGIN PRIVATE KEY-----
            MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDXcFkzn4VAnmqF
            Hmne0rFC21Czd8herdOcFKdzr2m78cJwqx+pHg3I3fUj9L6z7zl1W2kNUb5CYgg2
            hM2SdZ5I7Np3NrQgLgREEBJiSbdBiNvg+Ko2mVp4uPUfnk9a5fubMEU+A4cTGIT9
            Zen1qj1p+RrQUHjdV1+hOWrpld1AMiDU9S9BKDA+mgkMtWM4doyiGdBL10LLK4rY
            dum4cuQpiAepDyMlwS1Qp2qxahVJ1j/ueHfRpvl9+ERL4pUX5fdohW3i53b2AAAy
            Y+Nyrtwq3EfRc6f73lkWVZ1/ibOqc1TrrxYiIwDtAY/2kM0u8JVsRf7a/nPvBqtz
            1nnvcIn/AgMBAAECggEAAenHgQPbpRVDEOeSPR5V4Kgd8VoQ93ZHuM0eJ5LZN4gQ
            F/wNDe1sZepCsQ0NXH+1XOtw5WNicyh3tjQ7tx9ARpmD3ycnNlnyQ8B4yVKqQ/S5
            LyhGKrH18biCxMMdJUuBjoFBPCm/21WOaMms6DeY0AYcTNlKGX0bJk1iO6zPCDDl
            mOslAdMkhbAnyGFkYLh6D3Ut9iSSwF1Dd508UMD/ahao6ghQZFdwhoO5GoA6QFSM
            4p0+hsb4+4VCb0knrmneWarDqXquth0sgE9Camxd4G9vHetAsDIQcQjfR8smuSDf
            FKugXzhCtwmlzstjCo7nRFhoHdtGvQTbX4zetLNUUQKBgQD1TSidJ7sGb88W7rKM
            YbpTZx5rP4xhlU527sTVJdz96ZSMmpAJApYiMI44uOwfMBuVN5XRZTCSYHU5pRYQ
            eElQhdRy6bagJAHRc844GV8iverRvklpRxHSp2qvKROTbC0RLDeLKi44t82lQIHj
            +Pps4pwoqghK2zV+nA9hPwdvjQKBgQDg1cSvlWbaRGC7Vq0sH2BjfGp+26wixwL6
            5PzjUAdPVsqSgTNCUPzqmILuIiIjmdEBS4B/tNH/+HT8Vgtu0fRJ1sO/7Lkc2RTI
            7G+FqQWyCPUtV577NcmbEDWRrHwOhpcbe2rEqICv4llfhSXbKMo/vbXzGzxG27FV
            IZFSD2fGuwKBgEF6pTq+HkhrlCYU9YhPlgMpZY9PWVO7HUTWG6iiAMmujj6yC3y8
            OgNKXsx5YF4640IDonRQxJRuNxx6GteupDNgZgN+q4c31Vxpw0RqUWDevU3bs5Ds
            ra9DjVDQcC9MEwOgf/sf+VKejcBs5b9K+N4T54dbS/dfaHoxglF9F6kJAoGAOIYF
            eI762IywNOjJiHoq5Vf1/gaD9ApMOX8wBIWuEMglDUfl9xodO200HWH/ayvUW5r7
            px9yXAO+hWGsZiPqYlXXyHxe3V3F1+147AVeJTATU17f3Q/cq1sb3I+ccJptir8w
            TFiAYbdp+JWkusA6eGPdRkzmjnnUzy4tNpAg6tkCgYA47OQoMMElAXQUaTfi58l1
            Sth5VE3luKmje116w/XtQ+U9xbYXRu1FLsiNQnTjsV03mzjO5xVhy1BFwRejZXMJ
            VQuhbnInE0eWjOG5ZLm1wjvLdcZCw44UzElrz63qtYatHhPBFvIctZlMcKnsl1Wu
            gqbdZ5M/PyFgv5zJtuh2mA==
            -----END PRIVATE KEY-----
            """;

    private TestKey() {
    }

    /** The key in PKCS#8. */
    static byte[] bytes() {
        return Base64.getMimeDecoder().decode(PEM.replaceAll("-----[^-]+-----", ""));
    }
}
