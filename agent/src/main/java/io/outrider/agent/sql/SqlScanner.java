// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/**
 * Reads one SQL text from left to right, once: writes it again without literals, comments and
 * needless white space, and hands its tokens to the summary. Takes anything for SQL; what has no
 * end, such as a string that was never closed, ends with the text.
 *
 * <p>Comments go because they may hold anything: values, and trace contexts that make every text a
 * different one. Hints, which begin with a plus sign or (in MySQL) an exclamation mark, stay: they
 * decide how the statement runs.
 */
final class SqlScanner {
  private static final char NO_CHAR = '\0';

  /** What was read last. */
  private enum Token {
    NONE,
    NAME,
    WORD,
    VALUE,
    DOT,
    BRACE,
    CLOSE,
    OTHER
  }

  private final String in;
  private final int end;
  private final SqlDialect dialect;
  private final SqlSummary summary;
  private final StringBuilder out;

  private int at;
  private boolean space;
  private Token last = Token.NONE;
  private SqlWord lastWord;
  private boolean literals;
  private boolean parameters;
  private boolean muted;
  private boolean hint;

  /** Where the list of a last IN begins in what was written; -1 when it is no plain list. */
  private int list = -1;

  private int listed;

  SqlScanner(String in, int end, SqlDialect dialect, SqlSummary summary) {
    this.in = in;
    this.end = end;
    this.dialect = dialect;
    this.summary = summary;
    this.out = new StringBuilder(Math.min(end, 256) + 16);
  }

  void run() {
    while (at < end) {
      token(in.charAt(at));
    }
    if (list >= 0 && listed > 1) {
      out.setLength(list);
      out.append('?');
    }
  }

  String text() {
    return out.toString();
  }

  /** True when the values stand outside of the text. */
  boolean parameterised() {
    return parameters || !literals;
  }

  private void token(char c) {
    if (c <= ' ' || c > 127 && Character.isWhitespace(c) || c == '\u00a0') {
      at++;
      space = true;
    } else if (isWordStart(c)) {
      word();
    } else if (c >= '0' && c <= '9') {
      number();
    } else {
      punctuation(c);
    }
  }

  private void punctuation(char c) {
    switch (c) {
      case '\'':
        string(at, dialect.backslashEscapes());
        return;
      case '"':
        doubleQuoted();
        return;
      case '`':
        quotedName('`');
        return;
      case '[':
        bracket();
        return;
      case '-':
        if (next(1) == '-' && (!dialect.spacedDashes() || next(2) <= ' ')) {
          lineComment();
          return;
        }
        sign(c);
        return;
      case '+':
        sign(c);
        return;
      case '/':
        if (next(1) == '*') {
          comment();
          return;
        }
        break;
      case '*':
        if (hint && next(1) == '/') {
          hint = false;
          write("*/");
          at += 2;
          return;
        }
        break;
      case '#':
        lineComment();
        return;
      case '.':
        if (isDigit(next(1)) && last != Token.NAME && last != Token.CLOSE) {
          number();
          return;
        }
        write('.');
        at++;
        last = Token.DOT;
        summary.dot();
        return;
      case '?':
        questionMark();
        return;
      case ':':
        colon();
        return;
      case '@':
        atSign();
        return;
      case '$':
        dollar();
        return;
      case ',':
        write(',');
        at++;
        last = Token.OTHER;
        summary.comma();
        return;
      case '(':
        open();
        return;
      case ')':
        close();
        return;
      case ';':
        space &= !muted;
        muted = false;
        write(';');
        at++;
        last = Token.NONE;
        lastWord = null;
        list = -1;
        summary.semicolon();
        return;
      default:
        break;
    }
    write(c);
    at++;
    list = -1;
    last = c == ']' ? Token.CLOSE : c == '{' ? Token.BRACE : Token.OTHER;
    summary.operator();
  }

  private void open() {
    write('(');
    at++;
    list = last == Token.WORD && lastWord == SqlWord.IN && !muted ? out.length() : -1;
    listed = 0;
    last = Token.OTHER;
    summary.open();
  }

  private void close() {
    if (list >= 0 && listed > 1) {
      out.setLength(list);
      out.append('?');
      space = false;
    }
    list = -1;
    write(')');
    at++;
    last = Token.CLOSE;
    summary.close();
  }

  private void word() {
    int start = at;
    at++;
    while (at < end && isWordPart(in.charAt(at))) {
      at++;
    }
    if (at < end && in.charAt(at) == '\'' && stringPrefix(start)) {
      return;
    }
    if (last == Token.DOT) {
      named(start);
      return;
    }
    SqlWord word = SqlWord.of(in, start, at);
    if ((word == SqlWord.TRUE || word == SqlWord.FALSE)
        && !(last == Token.WORD && (lastWord == SqlWord.IS || lastWord == SqlWord.NOT))) {
      literal();
      return;
    }
    list = -1;
    write(start);
    boolean secret = summary.beforeSecret(word);
    if (last == Token.BRACE && word != SqlWord.CALL) {
      // {fn, {ts, {oj: JDBC's own
      summary.operator();
    } else {
      summary.word(in, start, at, word);
    }
    last = word == null ? Token.NAME : Token.WORD;
    lastWord = word;
    if (secret) {
      space = true;
      literal();
      muted = true;
    }
  }

  /** N'..', E'..', _utf8'..', q'[..]': the prefix belongs to the string. */
  private boolean stringPrefix(int start) {
    int length = at - start;
    char c = Character.toLowerCase(in.charAt(start));
    if (dialect.alternativeQuotes()
        && (length == 1 && c == 'q'
            || length == 2 && c == 'n' && Character.toLowerCase(in.charAt(start + 1)) == 'q')) {
      alternativelyQuoted();
      return true;
    }
    if (length == 1 && (c == 'n' || c == 'b' || c == 'x' || c == 'e' || c == 'r') || c == '_') {
      string(at, c == 'e' || dialect.backslashEscapes());
      return true;
    }
    return false;
  }

  private void alternativelyQuoted() {
    char open = next(1);
    char close = open;
    if (open == '[') {
      close = ']';
    } else if (open == '(') {
      close = ')';
    } else if (open == '{') {
      close = '}';
    } else if (open == '<') {
      close = '>';
    }
    at += 2;
    while (at < end && !(in.charAt(at) == close && next(1) == '\'')) {
      at++;
    }
    at = Math.min(end, at + 2);
    literal();
  }

  private void string(int quote, boolean escapes) {
    at = endOfQuoted(quote, '\'', escapes);
    if (summary.expectsTable() && at - quote <= 64 && !escapes) {
      literals = true;
      write('?');
      last = Token.VALUE;
      summary.name(in, quote, at);
      return;
    }
    literal();
  }

  private void doubleQuoted() {
    int start = at;
    int after = endOfQuoted(at, '"', dialect.backslashEscapes());
    boolean closed = after - start >= 2 && in.charAt(after - 1) == '"';
    boolean name =
        closed
            && (dialect.doubleQuotedNames()
                || last == Token.DOT
                || summary.expectsName()
                || after < end && in.charAt(after) == '.');
    at = after;
    if (name) {
      named(start);
    } else {
      literal();
    }
  }

  private void quotedName(char quote) {
    int start = at;
    at = endOfQuoted(at, quote, false);
    if (at - start >= 2 && in.charAt(at - 1) == quote) {
      named(start);
    } else {
      literal();
    }
  }

  /** A name in brackets, or the beginning of an array or an index. */
  private void bracket() {
    if (dialect.bracketedNames() && last != Token.NAME && last != Token.CLOSE) {
      boolean known = dialect.doubleQuotedNames();
      int after = at + 1;
      while (after < end && (in.charAt(after) != ']' || charAt(after + 1) == ']' && known)) {
        char c = in.charAt(after);
        if (!known && !(isWordPart(c) || c == ' ')) {
          break;
        }
        after += c == ']' ? 2 : 1;
      }
      if (after < end && in.charAt(after) == ']' && (known || isWordStart(next(1)))) {
        int start = at;
        at = after + 1;
        named(start);
        return;
      }
    }
    write('[');
    at++;
    list = -1;
    last = Token.OTHER;
    summary.operator();
  }

  private int endOfQuoted(int from, char quote, boolean escapes) {
    int i = from + 1;
    while (i < end) {
      char c = in.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == quote) {
        if (charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return end;
  }

  private void named(int start) {
    list = -1;
    write(start);
    last = Token.NAME;
    lastWord = null;
    summary.name(in, start, at);
  }

  /** A sign belongs to the number behind it, unless there is something to subtract from. */
  private void sign(char c) {
    boolean binary = last == Token.NAME || last == Token.VALUE || last == Token.CLOSE;
    if (!binary && (isDigit(next(1)) || next(1) == '.' && isDigit(next(2)))) {
      at++;
      number();
      return;
    }
    write(c);
    at++;
    list = -1;
    last = Token.OTHER;
    summary.operator();
  }

  private void number() {
    boolean hex = in.charAt(at) == '0' && (next(1) | 0x20) == 'x';
    at++;
    while (at < end) {
      char c = in.charAt(at);
      boolean exponentSign =
          !hex && (c == '+' || c == '-') && (in.charAt(at - 1) | 0x20) == 'e' && isDigit(next(1));
      if (!exponentSign && c != '.' && !(isWordPart(c) && c < 128)) {
        break;
      }
      at++;
    }
    literal();
  }

  private void literal() {
    literals = true;
    listed++;
    write('?');
    last = Token.VALUE;
    lastWord = null;
    summary.value();
  }

  private void parameter(int start) {
    listed++;
    write(start);
    last = Token.VALUE;
    lastWord = null;
    summary.value();
  }

  private void questionMark() {
    int start = at++;
    if (charAt(at) == '?') {
      // An operator with a question mark in it, as PostgreSQL's driver wants it written.
      at++;
      list = -1;
      write(start);
      last = Token.OTHER;
      summary.operator();
      return;
    }
    while (at < end && isDigit(in.charAt(at))) {
      at++;
    }
    parameters = true;
    boolean first = last == Token.BRACE;
    parameter(start);
    if (first) {
      // {? = call f(?)}
      last = Token.OTHER;
    }
  }

  private void colon() {
    char next = next(1);
    int start = at++;
    if (isWordStart(next) || isDigit(next) && dialect.positionalColons()) {
      skipWord();
      parameters |= dialect.positionalColons();
      parameter(start);
      return;
    }
    if (next == ':' || next == '=') {
      at++;
    }
    list = -1;
    write(start);
    last = Token.OTHER;
    summary.operator();
  }

  private void atSign() {
    int start = at++;
    if (charAt(at) == '@') {
      at++;
    }
    if (at < end && isWordPart(in.charAt(at))) {
      skipWord();
      parameter(start);
      return;
    }
    list = -1;
    write(start);
    last = Token.OTHER;
    summary.operator();
  }

  private void dollar() {
    int start = at++;
    if (isDigit(charAt(at))) {
      skipWord();
      parameters = true;
      parameter(start);
      return;
    }
    int tag = at;
    while (tag < end && in.charAt(tag) != '$' && isWordPart(in.charAt(tag))) {
      tag++;
    }
    if (dialect.dollarQuotes() && charAt(tag) == '$') {
      String quote = in.substring(start, tag + 1);
      int close = in.indexOf(quote, tag + 1);
      at = close < 0 || close + quote.length() > end ? end : close + quote.length();
      literal();
      return;
    }
    skipWord();
    parameter(start);
  }

  private void skipWord() {
    while (at < end && isWordPart(in.charAt(at))) {
      at++;
    }
  }

  private void lineComment() {
    while (at < end && in.charAt(at) != '\n' && in.charAt(at) != '\r') {
      at++;
    }
    space = true;
  }

  private void comment() {
    char kind = next(2);
    if ((kind == '+' || kind == '!' && dialect.spacedDashes()) && !hint) {
      hint = true;
      int start = at;
      at += 3;
      if (kind == '!') {
        // The least version it is meant for.
        while (at < end && isDigit(in.charAt(at))) {
          at++;
        }
      }
      write(start);
      return;
    }
    int open = 1;
    at += 2;
    while (at < end) {
      char c = in.charAt(at);
      if (c == '*' && next(1) == '/') {
        at += 2;
        if (--open == 0) {
          break;
        }
      } else if (c == '/' && next(1) == '*' && dialect.nestedComments()) {
        at += 2;
        open++;
      } else {
        at++;
      }
    }
    at = Math.min(at, end);
    space = true;
  }

  private boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c > 127 && !Character.isWhitespace(c) && c != '\u00a0'
        || c == '#' && !dialect.hashComments();
  }

  private boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private char next(int offset) {
    return charAt(at + offset);
  }

  private char charAt(int index) {
    return index < end ? in.charAt(index) : NO_CHAR;
  }

  private void write(char c) {
    if (!muted) {
      pad();
      out.append(c);
    }
  }

  private void write(String text) {
    if (!muted) {
      pad();
      out.append(text);
    }
  }

  /** Writes what was read since. */
  private void write(int start) {
    if (!muted) {
      pad();
      out.append(in, start, at);
    }
  }

  private void pad() {
    if (space && out.length() > 0) {
      out.append(' ');
    }
    space = false;
  }
}
