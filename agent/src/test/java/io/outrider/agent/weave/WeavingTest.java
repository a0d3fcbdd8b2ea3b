// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import static io.outrider.agent.weave.TargetLoader.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Woven classes do what they did, hand over what was called with, and are answered. Every loader
 * here verifies; versions up to 50 are linked by static calls, later ones by invokedynamic.
 */
class WeavingTest {
  private static final Runnable TASK = () -> {};

  private static Object calls(int version, Recorder recorder) throws Exception {
    Woven.record(recorder);
    return TargetLoader.ofVersion(version)
        .load("Calls")
        .getConstructor(Runnable.class, long.class)
        .newInstance(TASK, 1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 49, 50, 51, 52, 61})
  void aCallThatIsOnlyObservedStaysAsItIs(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    assertThat(recorder.seen).containsExactly(TASK);
    recorder.seen.clear();
    assertThat(call(calls, "call", "ab", 1L, 2.0)).isEqualTo("abab");
    assertThat(recorder.seen).containsExactly("ab", 1L, 2.0, "abab", null);
    recorder.seen.clear();
    assertThat(call(calls, "wide", 3L, 1.5, 2, true)).isEqualTo(9.0);
    assertThat(recorder.seen).containsExactly(3L, 1.5, 2, 9.0, null);
    recorder.seen.clear();
    call(calls, "nothing", (byte) 1, (short) 2, 'c', 1f);
    assertThat(recorder.seen).containsExactly((byte) 1, (short) 2, 'c', null, null);
    recorder.seen.clear();
    int[] numbers = {1, 2, 3};
    assertThat(call(calls, "count", numbers)).isEqualTo(6);
    assertThat(recorder.seen).containsExactly(numbers, null, null, 6, null);
    recorder.seen.clear();
    assertThat(call(calls, "later", 1L, 2.0, TASK)).isSameAs(TASK);
    assertThat(recorder.seen).containsExactly(TASK);
    recorder.seen.clear();
    assertThat(call(calls, "scoped", "x")).isEqualTo(true);
    assertThat(recorder.seen).containsExactly("open", "x", "close", "opened");
    recorder.seen.clear();
    assertThat(call(calls, "after", "y")).isEqualTo('y');
    assertThat(recorder.seen).containsExactly("y", 'y', null);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void anArgumentIsReplaced(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.entered = new Object[] {null, null, null, "other"};
    assertThat(call(calls, "call", "ab", 0L, 0.0)).isEqualTo("other");
    assertThat(call(calls, "secondReplaced", 1L, "ab", 2)).isEqualTo("other");
    Runnable other = () -> {};
    recorder.replacement = other;
    assertThat(call(calls, "later", 1L, 2.0, TASK)).isSameAs(other);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 52, 61})
  void allArgumentsAreHandedOverInOneArrayAndReplacedByOne(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.seen.clear();
    String[] body = {"!"};
    assertThat(call(calls, "send", 1L, "a", 2.0, 3, body)).isEqualTo("a6!");
    assertThat((Object[]) recorder.seen.get(0)).containsExactly(1L, "a", 2.0, 3, body);
    assertThat(recorder.seen.subList(1, 5)).containsExactly(null, null, "a6!", null);
    recorder.entered =
        new Object[] {"operation", null, null, new Object[] {2L, "b", 4.0, 6, new String[] {"?"}}};
    assertThat(call(calls, "send", 1L, "a", 2.0, 3, body)).isEqualTo("b12?");
    recorder.entered =
        new Object[] {"operation", "skipped", null, new Object[] {1L, "a", 2.0, 3, body}};
    recorder.exit = new Object[] {"instead", null};
    assertThat(call(calls, "send", 1L, "a", 2.0, 3, body)).isEqualTo("instead");
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void anArgumentOfAConstructorIsReplaced(int version) throws Exception {
    Recorder recorder = new Recorder();
    Runnable other = () -> {};
    recorder.replacement = other;
    Object calls = calls(version, recorder);
    assertThat(calls.getClass().getField("task").get(calls)).isSameAs(other);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void aRefusedCallIsNotMade(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    IOException refusal = new IOException("refused");
    recorder.entered = new Object[] {"operation", refusal, null, "ab"};
    recorder.exit = new Object[] {null, refusal};
    assertThatThrownBy(() -> call(calls, "call", "ab", 1L, 2.0)).hasRootCause(refusal);
    assertThat(calls.getClass().getField("runs").get(calls)).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void aRefusedCallMayHaveAnAnswer(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.entered = new Object[] {"operation", "refused", null, "ab"};
    recorder.exit = new Object[] {"answer", null};
    assertThat(call(calls, "call", "ab", 1L, 2.0)).isEqualTo("answer");
    recorder.exit = new Object[] {42, null};
    assertThat(call(calls, "count", (Object) new int[] {1})).isEqualTo(42);
    recorder.exit = new Object[] {4.5, null};
    assertThat(call(calls, "wide", 3L, 1.5, 2, true)).isEqualTo(4.5);
    assertThat(calls.getClass().getField("runs").get(calls)).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void whatACallThrowsIsHandedOverAndThrown(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.seen.clear();
    assertThatThrownBy(() -> call(calls, "call", "", 1L, 2.0))
        .rootCause()
        .isInstanceOf(IOException.class)
        .hasMessage("empty");
    assertThat(recorder.seen).hasSize(5).last().isInstanceOf(IOException.class);
    recorder.seen.clear();
    assertThatThrownBy(() -> call(calls, "scoped", new Object[] {null}))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(recorder.seen).containsExactly("open", null, "close", "opened");
    assertThatThrownBy(() -> call(calls, "after", ""))
        .hasRootCauseInstanceOf(StringIndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 61})
  void allArgumentsAreHandedOverAtOnce(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.seen.clear();
    assertThat(call(calls, "all", "a", 1L, 2, 0.5, "e")).isEqualTo("ae");
    assertThat((Object[]) recorder.seen.get(0)).containsExactly("a", 1L, 2, 0.5, "e");
    assertThat(recorder.seen.subList(1, 5)).containsExactly(null, null, "ae", null);
    recorder.entered = new Object[] {"operation", "instead", null, null};
    recorder.exit = new Object[] {"other", null};
    assertThat(call(calls, "all", "a", 1L, 2, 0.5, "e")).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 61})
  void aFailureMayBecomeAnAnswer(int version) throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(version, recorder);
    recorder.exit = new Object[] {"answer", null};
    assertThat(call(calls, "call", "", 1L, 2.0)).isEqualTo("answer");
    recorder.replacement = 'z';
    assertThat(call(calls, "after", "y")).isEqualTo('z');
  }

  @Test
  void aMethodBehindABridgeIsWovenOnce() throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(61, recorder);
    recorder.seen.clear();
    assertThat(((Supplier<?>) calls).get()).isEqualTo("got");
    assertThat(recorder.seen).containsExactly(null, null, null, "got", null);
  }

  @Test
  void onlyTheOverloadThatIsNamedIsWoven() throws Exception {
    Recorder recorder = new Recorder();
    Object calls = calls(61, recorder);
    recorder.seen.clear();
    Method numbers = calls.getClass().getMethod("overloaded", Integer.class);
    assertThat(numbers.invoke(calls, 1)).isEqualTo("a number");
    assertThat(call(calls, "overloaded", "x", 1)).isEqualTo("x");
    assertThat(recorder.seen).isEmpty();
    calls.getClass().getMethod("overloaded", String.class).invoke(calls, "x");
    assertThat(recorder.seen).containsExactly("x", null, null, "x", null);
  }

  @Test
  void theDefaultMethodOfAnInterfaceIsWoven() throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    assertThat(call(new TargetLoader().make("Polite"), "greet", "you")).isEqualTo("you");
    assertThat(recorder.seen).containsExactly("you", null, null, "you", null);
  }

  @Test
  void subtypesAreWovenWithoutLoadingTheirSupertypesFirst() throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    TargetLoader loader = new TargetLoader();
    assertThat(call(loader.make("DeepService"), "serve", "tea")).isEqualTo("tea");
    assertThat(recorder.seen).containsExactly("tea", null, null, "tea", null);
    recorder.seen.clear();
    assertThat(call(loader.make("NoService"), "serve", "tea")).isEqualTo("tea");
    assertThat(recorder.seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 50, 61})
  void methodsOfTheApplicationsOwnAreWovenByAnnotationAndByRule(int version) throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    Object own = TargetLoader.ofVersion(version).load("Own").getDeclaredConstructor().newInstance();
    assertThat(call(own, "marked", "a", 1)).isEqualTo("a1");
    assertThat(recorder.seen).containsExactly("a", 1, null, "a1", null);
    assertThat(recorder.methods).containsOnly("Own.marked null");
    recorder.seen.clear();
    assertThat(call(own, "markedWithArguments", 1L, 2.0, "c", 4)).isEqualTo(5L);
    assertThat((Object[]) recorder.seen.get(0)).containsExactly(1L, 2.0, "c", 4);
    assertThat(recorder.seen.subList(1, 5)).containsExactly(null, null, 5L, null);
    recorder.seen.clear();
    recorder.methods.clear();
    assertThat(call(own, "named", "b")).isEqualTo("b");
    assertThat(recorder.seen).containsExactly("b", null, null, "b", null);
    assertThat(recorder.methods).containsOnly("Own.named rule");
    recorder.seen.clear();
    recorder.methods.clear();
    assertThat(call(own, "namedAndMarked", "b")).isEqualTo("b");
    assertThat(recorder.seen).hasSize(10);
    assertThat(recorder.methods).contains("Own.namedAndMarked rule", "Own.namedAndMarked null");
    recorder.seen.clear();
    assertThat(call(own, "neither", "b")).isEqualTo("b");
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void aMethodOfTheApplicationsOwnMayBeRefused() throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    Object own = new TargetLoader().make("Own");
    recorder.entered = new Object[] {"operation", "refused", null, null};
    recorder.exit = new Object[] {"answer", null};
    assertThat(call(own, "named", "b")).isEqualTo("answer");
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 51, 61})
  void whatAnObjectIsMadeWithIsToldOnceItIsMade(int version) throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    Class<?> made = TargetLoader.ofVersion(version).load("Made");
    made.getConstructor().newInstance();
    assertThat(recorder.seen).containsExactly("nothing", null, null);
    recorder.seen.clear();
    assertThatThrownBy(() -> made.getConstructor(String.class).newInstance(""))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void whatIsSwitchedOffIsNotWoven() throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    assertThat(call(new TargetLoader().make("Off"), "run", "x")).isEqualTo("x");
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void aClassThatIsRetransformedByOthersIsWovenOnce() throws Exception {
    Recorder recorder = Woven.record(new Recorder());
    Object service = new TargetLoader().make("DeepService");
    call(service, "serve", "tea");
    Woven.instance().instrumentation.retransformClasses(service.getClass());
    Woven.instance().weave.retransformLoaded();
    recorder.seen.clear();
    call(service, "serve", "tea");
    assertThat(recorder.seen).containsExactly("tea", null, null, "tea", null);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 61})
  void aHandlerThatCannotBeMadeLeavesTheCallAlone(int version) throws Exception {
    Object calls = calls(version, new Recorder());
    Woven.record(null);
    assertThat(call(calls, "call", "ab", 1L, 2.0)).isEqualTo("abab");
    assertThat(call(calls, "after", "y")).isEqualTo('y');
    assertThat(call(calls, "later", 1L, 2.0, TASK)).isSameAs(TASK);
    assertThat(call(calls, "scoped", "x")).isEqualTo(true);
    assertThatThrownBy(() -> call(calls, "call", "", 1L, 2.0))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseInstanceOf(IOException.class);
  }
}
