// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * What tells, without reading it, that a file is not the one it was: where its links lead (a
 * ConfigMap is swapped by one), which file that is (an editor renames a new one over the old), its
 * size and its time.
 */
final class FileStamp {
  private final Path real;
  private final Object key;
  private final long size;
  private final FileTime time;

  private FileStamp(Path real, BasicFileAttributes attributes) {
    this.real = real;
    key = attributes.fileKey();
    size = attributes.size();
    time = attributes.lastModifiedTime();
  }

  /** Null when there is no such file, or it cannot be looked at. */
  static FileStamp of(String path) {
    try {
      Path real = Paths.get(path).toRealPath();
      return new FileStamp(real, Files.readAttributes(real, BasicFileAttributes.class));
    } catch (IOException e) {
      return null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FileStamp)) {
      return false;
    }
    FileStamp that = (FileStamp) other;
    return size == that.size
        && real.equals(that.real)
        && time.equals(that.time)
        && Objects.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return real.hashCode() * 31 + time.hashCode();
  }
}
