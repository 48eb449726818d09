package dev.quorumgate.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The few steps of ASN.1 that turn older forms of private keys into PKCS#8 (RFC 5208), which alone the JDK reads: {@code
 * SEQUENCE { INTEGER 0, AlgorithmIdentifier, OCTET STRING older form }}.
 */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    /** 1.2.840.113549.1.1.1, and NULL for its parameters. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** 1.2.840.10045.2.1; the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private final byte[] bytes;
    private int next;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return pkcs8(RSA, pkcs1);
    }

    /** @throws InvalidPemException if the key does not name its curve, which PKCS#8 must */
    static byte[] pkcs8OfEc(byte[] sec1) throws InvalidPemException {
        Der fields = new Der(new Der(sec1).content(SEQUENCE));
        fields.content(INTEGER);
        fields.content(OCTET_STRING);
        byte[] curve = new Der(fields.content(PARAMETERS)).content(OBJECT_IDENTIFIER);
        return pkcs8(joined(EC, element(OBJECT_IDENTIFIER, curve)), sec1);
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] older) {
        return element(
                SEQUENCE,
                joined(element(INTEGER, new byte[] {0}), element(SEQUENCE, algorithm), element(OCTET_STRING, older)));
    }

    /** What the next element holds, which must be of this kind. */
    private byte[] content(int tag) throws InvalidPemException {
        int found = read();
        int length = read();
        if (length > 0x80) {
            int sizeBytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < sizeBytes; i++) {
                if (length > bytes.length) {
                    throw damaged();
                }
                length = length << 8 | read();
            }
        }
        if (found != tag || length < 0 || length > bytes.length - next) {
            throw damaged();
        }
        byte[] content = Arrays.copyOfRange(bytes, next, next + length);
        next += length;
        return content;
    }

    private int read() throws InvalidPemException {
        if (next >= bytes.length) {
            throw damaged();
        }
        return bytes[next++] & 0xFF;
    }

    private static InvalidPemException damaged() {
        return new InvalidPemException("its EC PRIVATE KEY is damaged, or does not name its curve; "
                + "'openssl pkey -in old.key -out new.key' writes it in a form that does");
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 0x80) {
            int sizeBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | sizeBytes);
            for (int i = sizeBytes - 1; i > 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
