// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WeakStoreTest {
  private final WeakStore<Object, String> store = new WeakStore<Object, String>(100);

  @Test
  void tellsKeysApartThatAreEqual() {
    String one = new String("key");
    String other = new String("key");
    store.put(one, "first");
    store.put(other, "second");
    assertThat(store.get(one)).isEqualTo("first");
    assertThat(store.get(other)).isEqualTo("second");
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void keepsTheLastValueOfAKey() {
    Object key = new Object();
    store.put(key, "first");
    store.put(key, "second");
    assertThat(store.get(key)).isEqualTo("second");
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void knowsNothingOfWhatWasRemoved() {
    Object key = new Object();
    assertThat(store.get(key)).isNull();
    assertThat(store.remove(key)).isNull();
    store.put(key, "value");
    assertThat(store.remove(key)).isEqualTo("value");
    assertThat(store.get(key)).isNull();
    assertThat(store.isEmpty()).isTrue();
  }

  @Test
  void keepsTheOthersOfABucketWhenOneGoes() {
    // Many more keys than buckets.
    WeakStore<Object, Integer> full = new WeakStore<Object, Integer>(100_000);
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Object key = new Object();
      keys.add(key);
      full.put(key, i);
    }
    for (int i = 0; i < keys.size(); i += 2) {
      assertThat(full.remove(keys.get(i))).isEqualTo(i);
    }
    assertThat(full.size()).isEqualTo(50_000);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(full.get(keys.get(i))).isEqualTo(i % 2 == 0 ? null : Integer.valueOf(i));
    }
  }

  @Test
  void takesNoMoreThanItsLimit() {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Object key = new Object();
      keys.add(key);
      store.put(key, "value");
    }
    assertThat(store.size()).isEqualTo(100);
    assertThat(store.get(keys.get(149))).isNull();
  }

  @Test
  void forgetsKeysThatTheApplicationHasForgotten() {
    Object kept = new Object();
    store.put(kept, "kept");
    for (int i = 0; i < 50; i++) {
      store.put(new Object(), "lost");
    }
    await()
        .untilAsserted(
            () -> {
              System.gc();
              WeakStore.expungeAll();
              assertThat(store.size()).isEqualTo(1);
            });
    assertThat(store.get(kept)).isEqualTo("kept");
  }

  @Test
  void countsRightWhenManyThreadsPutAndRemove() throws InterruptedException {
    WeakStore<Object, Integer> shared = new WeakStore<Object, Integer>(50_000);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int i = 0; i < 20_000; i++) {
                    Object key = new Object();
                    shared.put(key, i);
                    assertThat(shared.get(key)).isEqualTo(i);
                    assertThat(shared.remove(key)).isEqualTo(i);
                  }
                } catch (Throwable e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(shared.size()).isZero();
  }

  @Test
  void saysSoWhenItIsFullAndStillChangesWhatItHas() {
    WeakStore<Object, String> small = new WeakStore<Object, String>(1);
    Object key = new Object();
    assertThat(small.put(key, "first")).isTrue();
    assertThat(small.put(new Object(), "other")).isFalse();
    assertThat(small.put(key, "second")).isTrue();
    assertThat(small.get(key)).isEqualTo("second");
  }

  @Test
  void tellsOfAValueWhoseKeyIsGone() {
    List<String> released = new ArrayList<>();
    WeakStore<Object, String> telling =
        new WeakStore<Object, String>(10) {
          @Override
          protected void released(String value) {
            released.add(value);
          }
        };
    Object kept = new Object();
    telling.put(kept, "kept");
    telling.put(new Object(), "dropped");
    await()
        .until(
            () -> {
              System.gc();
              WeakStore.expungeAll();
              return !released.isEmpty();
            });
    assertThat(released).containsExactly("dropped");
    assertThat(telling.get(kept)).isEqualTo("kept");
  }
}
