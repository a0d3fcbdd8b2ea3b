// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Send;
import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JakartaCompletionTest {
  private final List<String> heard = new ArrayList<>();

  private final Send send =
      new Send() {
        @Override
        public void stored(String partition, long offset) {}

        @Override
        public void id(String id) {}

        @Override
        public void end(Throwable thrown) {
          heard.add("end");
        }

        @Override
        public Object context() {
          return null;
        }
      };

  private final CompletionListener listener =
      new CompletionListener() {
        @Override
        public void onCompletion(Message message) {
          heard.add("completion");
        }

        @Override
        public void onException(Message message, Exception exception) {
          heard.add("exception");
        }
      };

  @Test
  void theApplicationHearsOfAMessageThatCannotBeAskedForItsName() {
    new JakartaCompletion(listener, send).onCompletion(null);
    assertThat(heard).containsExactly("end", "completion");
  }
}
