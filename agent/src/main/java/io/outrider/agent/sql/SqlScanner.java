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
  /** Longer texts in single quotes are no names, wherever they stand. */
  private static final int LONGEST_NAME = 64;

  /** What was read last. */
  private enum Token {
    START,
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
  private final SqlQuotes quotes;
  private final SqlOutput out;

  private int at;
  private Token last = Token.START;
  private SqlWord lastWord;
  private boolean literals;
  private boolean parameters;
  private boolean hint;

  SqlScanner(String in, int end, SqlDialect dialect, SqlSummary summary) {
    this.in = in;
    this.end = end;
    this.dialect = dialect;
    this.summary = summary;
    this.quotes = new SqlQuotes(in, end);
    this.out = new SqlOutput(in, end);
  }

  void run() {
    while (at < end) {
      char c = in.charAt(at);
      if (isSpace(c)) {
        at++;
        out.space();
      } else if (dialect.isWordStart(c)) {
        word();
      } else if (isDigit(c)) {
        number();
      } else {
        punctuation(c);
      }
    }
    out.endList();
    summary.end();
  }

  String text() {
    return out.text();
  }

  /** True when the values stand outside of the text. */
  boolean parameterised() {
    return parameters || !literals;
  }

  private void punctuation(char c) {
    switch (c) {
      case '\'':
        string(dialect.backslashEscapes());
        break;
      case '"':
        doubleQuoted();
        break;
      case '`':
        backticked();
        break;
      case '[':
        bracket();
        break;
      case '?':
        questionMark();
        break;
      case ':':
        colon();
        break;
      case '@':
        atSign();
        break;
      case '$':
        dollar();
        break;
      case '#':
        at = quotes.endOfLine(at);
        out.space();
        break;
      case '+':
      case '-':
        sign(c);
        break;
      case '/':
      case '*':
        commentOrOperator(c);
        break;
      default:
        structure(c);
    }
  }

  /** What holds a statement together. */
  private void structure(char c) {
    switch (c) {
      case '.':
        if (isDigit(next(1)) && last != Token.NAME && last != Token.CLOSE) {
          number();
          return;
        }
        out.write('.');
        last = Token.DOT;
        summary.dot();
        break;
      case ',':
        out.write(',');
        last = Token.OTHER;
        summary.comma();
        break;
      case '(':
        out.write('(');
        if (last == Token.WORD && lastWord == SqlWord.IN) {
          out.beginList();
        } else {
          out.noList();
        }
        last = Token.OTHER;
        summary.open();
        break;
      case ')':
        out.endList();
        out.write(')');
        last = Token.CLOSE;
        summary.close();
        break;
      case ';':
        out.unmute();
        out.write(at, at + 1);
        last = Token.START;
        summary.semicolon();
        break;
      default:
        at++;
        operator(at - 1);
        last = c == ']' ? Token.CLOSE : c == '{' ? Token.BRACE : Token.OTHER;
        return;
    }
    at++;
  }

  private void word() {
    int start = at;
    skipWord();
    if (next(0) == '\'' && stringPrefix(start)) {
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
    out.write(start, at);
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
      out.space();
      literal();
      out.mute();
    }
  }

  /** N'..', E'..', _utf8'..', q'[..]': the prefix belongs to the string. */
  private boolean stringPrefix(int start) {
    int length = at - start;
    char c = Character.toLowerCase(in.charAt(start));
    if (dialect.alternativeQuotes()
        && (length == 1 && c == 'q'
            || length == 2 && c == 'n' && Character.toLowerCase(in.charAt(start + 1)) == 'q')) {
      at = quotes.endOfAlternative(at);
      literal();
      return true;
    }
    if (length == 1 && "nbxer".indexOf(c) >= 0 || c == '_') {
      at = quotes.endOfQuoted(at, '\'', c == 'e' || dialect.backslashEscapes());
      literal();
      return true;
    }
    return false;
  }

  private void string(boolean escapes) {
    int start = at;
    at = quotes.endOfQuoted(at, '\'', escapes);
    if (summary.expectsTable() && at - start <= LONGEST_NAME) {
      literals = true;
      out.value();
      last = Token.VALUE;
      summary.name(in, start, at);
    } else {
      literal();
    }
  }

  private void doubleQuoted() {
    int start = at;
    at = quotes.endOfQuoted(at, '"', dialect.backslashEscapes());
    boolean closed = at - start >= 2 && in.charAt(at - 1) == '"';
    if (closed
        && (dialect.doubleQuotedNames()
            || last == Token.DOT
            || summary.expectsName()
            || next(0) == '.')) {
      named(start);
    } else {
      literal();
    }
  }

  private void backticked() {
    int start = at;
    at = quotes.endOfQuoted(at, '`', false);
    if (at - start >= 2 && in.charAt(at - 1) == '`') {
      named(start);
    } else {
      literal();
    }
  }

  /** A name in brackets, or the beginning of an array or an index. */
  private void bracket() {
    if (dialect.bracketedNames() && last != Token.NAME && last != Token.CLOSE) {
      int after = quotes.endOfBracketed(at);
      if (after > 0 && (dialect.doubleQuotedNames() || isPlainName(at + 1, after - 1))) {
        int start = at;
        at = after;
        named(start);
        return;
      }
    }
    at++;
    operator(at - 1);
  }

  /** Where brackets may hold values as well, a name is made of words. */
  private boolean isPlainName(int start, int stop) {
    if (start == stop || !dialect.isWordStart(in.charAt(start))) {
      return false;
    }
    for (int i = start; i < stop; i++) {
      char c = in.charAt(i);
      if (c != ' ' && !dialect.isWordPart(c)) {
        return false;
      }
    }
    return true;
  }

  /** A sign belongs to the number behind it, unless there is something to subtract from. */
  private void sign(char c) {
    if (c == '-' && next(1) == '-' && (!dialect.spacedDashes() || next(2) <= ' ')) {
      at = quotes.endOfLine(at);
      out.space();
      return;
    }
    boolean binary = last == Token.NAME || last == Token.VALUE || last == Token.CLOSE;
    at++;
    if (!binary && (isDigit(next(0)) || next(0) == '.' && isDigit(next(1)))) {
      number();
    } else {
      operator(at - 1);
    }
  }

  private void commentOrOperator(char c) {
    char next = next(1);
    if (c == '*' && hint && next == '/') {
      hint = false;
      at += 2;
      out.write(at - 2, at);
    } else if (c == '/' && next == '*') {
      char kind = next(2);
      if (!hint && (kind == '+' || kind == '!' && dialect.hashComments())) {
        hint = true;
        int start = at;
        at += 3;
        skipDigits();
        out.write(start, at);
      } else {
        at = quotes.endOfComment(at, dialect.nestedComments());
        out.space();
      }
    } else {
      at++;
      operator(at - 1);
    }
  }

  private void number() {
    boolean hex = in.charAt(at) == '0' && (next(1) | 0x20) == 'x';
    at++;
    while (at < end) {
      char c = in.charAt(at);
      boolean exponentSign =
          !hex && (c == '+' || c == '-') && (in.charAt(at - 1) | 0x20) == 'e' && isDigit(next(1));
      if (!exponentSign && c != '.' && (c > 127 || !dialect.isWordPart(c))) {
        break;
      }
      at++;
    }
    literal();
  }

  private void questionMark() {
    int start = at++;
    if (next(0) == '?') {
      // An operator with a question mark in it, as PostgreSQL's driver wants it written.
      at++;
      operator(start);
      return;
    }
    skipDigits();
    parameters = true;
    boolean result = last == Token.BRACE;
    parameter(start);
    if (result) {
      // {? = call f(?)}
      last = Token.OTHER;
    }
  }

  private void colon() {
    int start = at++;
    char next = next(0);
    if (dialect.isWordStart(next) || isDigit(next) && dialect.positionalColons()) {
      skipWord();
      parameters |= dialect.positionalColons();
      parameter(start);
      return;
    }
    if (next == ':' || next == '=') {
      at++;
    }
    operator(start);
  }

  private void atSign() {
    int start = at++;
    if (next(0) == '@') {
      at++;
    }
    if (at < end && dialect.isWordPart(in.charAt(at))) {
      skipWord();
      parameter(start);
    } else {
      operator(start);
    }
  }

  private void dollar() {
    int start = at++;
    if (isDigit(next(0))) {
      skipWord();
      parameters = true;
      parameter(start);
      return;
    }
    int tag = at;
    while (tag < end && in.charAt(tag) != '$' && dialect.isWordPart(in.charAt(tag))) {
      tag++;
    }
    if (dialect.dollarQuotes() && tag < end && in.charAt(tag) == '$') {
      at = quotes.endOfDollar(start, tag + 1);
      literal();
    } else {
      skipWord();
      parameter(start);
    }
  }

  private void named(int start) {
    out.write(start, at);
    last = Token.NAME;
    summary.name(in, start, at);
  }

  private void literal() {
    literals = true;
    out.value();
    last = Token.VALUE;
    summary.value();
  }

  private void parameter(int start) {
    out.parameter(start, at);
    last = Token.VALUE;
    summary.value();
  }

  private void operator(int start) {
    out.write(start, at);
    last = Token.OTHER;
    summary.operator();
  }

  private void skipWord() {
    while (at < end && dialect.isWordPart(in.charAt(at))) {
      at++;
    }
  }

  private void skipDigits() {
    while (at < end && isDigit(in.charAt(at))) {
      at++;
    }
  }

  private char next(int offset) {
    return at + offset < end ? in.charAt(at + offset) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || SqlDialect.isWideSpace(c);
  }
}
