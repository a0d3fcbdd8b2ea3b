// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the file of {@code outrider.config}: all of it, or nothing and one message. */
final class ConfigFile {
  private static final int LARGEST = 1_000_000;

  /** Why a file is not used. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message, null, false, false);
    }
  }

  private ConfigFile() {}

  static Source read(String path, List<String> problems) {
    File file = new File(path).getAbsoluteFile();
    String reason;
    String text = null;
    try {
      text = text(file);
      Source source = YamlText.read(text, file.getPath());
      source.fingerprint = fingerprint(text);
      return source;
    } catch (Unusable unusable) {
      reason = unusable.getMessage();
    } catch (IOException e) {
      reason = "it cannot be read (" + e.getMessage() + ")";
    } catch (RuntimeException e) {
      reason = "it cannot be read (" + e + ")";
    } catch (LinkageError e) {
      reason = "the YAML reader cannot be loaded (" + e + ")";
    }
    problems.add(
        "The configuration file "
            + file
            + " is not used: "
            + reason
            + ". System properties and environment variables still apply.");
    Source none = new Source();
    none.usable = false;
    none.fingerprint = fingerprint(text == null ? reason : text);
    return none;
  }

  /** FNV-1a over 64 bits: no digest of the JDK's, which would load its security providers. */
  private static long fingerprint(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private static String text(File file) throws IOException, Unusable {
    if (!file.exists()) {
      throw new Unusable("there is no such file");
    }
    if (file.isDirectory()) {
      throw new Unusable("it is a directory; name the file in it");
    }
    if (!file.isFile()) {
      // A pipe would block the start of the application, a device might never end.
      throw new Unusable("it is not a regular file");
    }
    byte[] bytes = bytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Unusable("it is not UTF-8 text; save it as UTF-8");
    }
  }

  private static byte[] bytes(File file) throws IOException, Unusable {
    InputStream in = new FileInputStream(file);
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[8_192];
      int read = in.read(buffer);
      while (read >= 0) {
        all.write(buffer, 0, read);
        if (all.size() > LARGEST) {
          throw new Unusable("it is larger than 1 MB");
        }
        read = in.read(buffer);
      }
      return all.toByteArray();
    } finally {
      in.close();
    }
  }
}
