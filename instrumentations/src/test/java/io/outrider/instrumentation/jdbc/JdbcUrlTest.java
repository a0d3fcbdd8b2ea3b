// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.outrider.instrumentation.DbEndpoint;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  @ParameterizedTest
  @MethodSource
  void everyDriversUrlIsRead(String url, String system, String host, int port, String namespace) {
    DbEndpoint endpoint = JdbcUrl.parse(url);
    assertThat(endpoint.system()).isEqualTo(system);
    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.namespace()).isEqualTo(namespace);
    assertThat(JdbcUrl.parse(url)).isSameAs(endpoint);
  }

  static Stream<Arguments> everyDriversUrlIsRead() {
    String pg = "postgresql";
    String my = "mysql";
    String maria = "mariadb";
    String ora = "oracle.db";
    String ms = "microsoft.sql_server";
    return Stream.of(
        arguments("jdbc:postgresql://db:5433/shop", pg, "db", 5433, "shop"),
        arguments("jdbc:postgresql://db/shop?user=u&password=p", pg, "db", 5432, "shop"),
        arguments("jdbc:postgresql://db/shop?currentSchema=a,b&ssl=true", pg, "db", 5432, "shop|a"),
        arguments("jdbc:postgresql://h1:1111,h2:2222/shop", pg, "h1", 1111, "shop"),
        arguments("jdbc:postgresql://[::1]:5433/shop", pg, "::1", 5433, "shop"),
        arguments("jdbc:postgresql://[::1]:5433,[::2]:1/shop", pg, "::1", 5433, "shop"),
        arguments("jdbc:postgresql:shop", pg, "localhost", 5432, "shop"),
        arguments("jdbc:postgresql:///shop", pg, "localhost", 5432, "shop"),
        arguments("jdbc:postgresql://db:5432/", pg, "db", 5432, null),
        arguments("jdbc:postgresql:/", pg, "localhost", 5432, null),
        arguments("jdbc:postgresql://db/my%20shop", pg, "db", 5432, "my shop"),
        arguments("JDBC:PostgreSQL://db/shop", pg, "db", 5432, "shop"),
        arguments("jdbc:pgsql://db/shop", pg, "db", 5432, "shop"),
        arguments("jdbc:cockroachdb://db/shop", "cockroachdb", "db", 26257, "shop"),
        arguments(
            "jdbc:redshift://x.amazonaws.com/dev", "aws.redshift", "x.amazonaws.com", 5439, "dev"),
        arguments("jdbc:redshift:iam://x:5438/dev", "aws.redshift", "x", 5438, "dev"),
        arguments("jdbc:yugabytedb://db/shop", "yugabytedb", "db", 5433, "shop"),
        arguments("jdbc:mysql://db:3307/shop?useSSL=false", my, "db", 3307, "shop"),
        arguments("jdbc:mysql://db", my, "db", 3306, null),
        arguments("jdbc:mysql:///shop", my, "localhost", 3306, "shop"),
        arguments("jdbc:mysql://u:secret@db/shop", my, "db", 3306, "shop"),
        arguments("jdbc:mysql://u:se/cr@et@db/shop", my, "db", 3306, "shop"),
        arguments("jdbc:mysql:loadbalance://h1:1,h2:2/shop", my, "h1", 1, "shop"),
        arguments("jdbc:mysql:replication://h1,h2/shop", my, "h1", 3306, "shop"),
        arguments("jdbc:mysql://[h1:1,h2:2]/shop", my, "h1", 1, "shop"),
        arguments("jdbc:mysql://[::1]/shop", my, "::1", 3306, "shop"),
        arguments(
            "jdbc:mysql://address=(host=h1)(port=1)(user=u)(password=p),address=(host=h2)/shop",
            my,
            "h1",
            1,
            "shop"),
        arguments("jdbc:mysql://(host=h1,port=1,user=u),(host=h2)/shop?a=b", my, "h1", 1, "shop"),
        arguments("jdbc:mysql+srv://db/shop", my, "db", 3306, "shop"),
        arguments("jdbc:mysqlx://db:33060/shop", my, "db", 33060, "shop"),
        arguments("jdbc:mariadb://db/shop", maria, "db", 3306, "shop"),
        arguments("jdbc:mariadb:sequential://h1:1,h2:2/shop", maria, "h1", 1, "shop"),
        arguments(
            "jdbc:mariadb:replication://address=(type=primary)(host=h1)(port=1)/shop",
            maria,
            "h1",
            1,
            "shop"),
        arguments("jdbc:oceanbase://db/shop", "oceanbase", "db", 2881, "shop"),
        arguments("jdbc:oracle:thin:@db:1522:ORCL", ora, "db", 1522, "ORCL"),
        arguments("jdbc:oracle:thin:@//db:1522/svc", ora, "db", 1522, "svc"),
        arguments("jdbc:oracle:thin:@//db/svc.example.com", ora, "db", 1521, "svc.example.com"),
        arguments("jdbc:oracle:thin:@db:1522/svc:dedicated/inst", ora, "db", 1522, "svc"),
        arguments("jdbc:oracle:thin:scott/tiger@db:1521:ORCL", ora, "db", 1521, "ORCL"),
        arguments("jdbc:oracle:thin:@tcps://db:2484/svc?wallet_location=x", ora, "db", 2484, "svc"),
        arguments("jdbc:oracle:thin:@[::1]:1522/svc", ora, "::1", 1522, "svc"),
        arguments("jdbc:oracle:thin:@h1,h2:1522/svc", ora, "h1", 1521, "svc"),
        arguments("jdbc:oracle:oci:@alias", ora, null, 0, "alias"),
        arguments("jdbc:oracle:thin:@alias?TNS_ADMIN=/x", ora, null, 0, "alias"),
        arguments("jdbc:oracle:thin:@ldap://dir:389/svc,cn=OracleContext", ora, null, 0, "svc"),
        arguments(
            "jdbc:oracle:thin:u/p@(DESCRIPTION = (ADDRESS_LIST = (ADDRESS = (PROTOCOL = TCP)(HOST ="
                + " h1)(PORT = 1522))(ADDRESS=(HOST=h2)))(CONNECT_DATA=(SERVICE_NAME = svc)))",
            ora,
            "h1",
            1522,
            "svc"),
        arguments(
            "jdbc:oracle:thin:@(description=(address=(host=h1))(connect_data=(sid=X)))",
            ora,
            "h1",
            1521,
            "X"),
        arguments("jdbc:oracle:kprb:", ora, null, 0, null),
        arguments(
            "jdbc:sqlserver://db:1434;databaseName=shop;user=u;password=p", ms, "db", 1434, "shop"),
        arguments("jdbc:sqlserver://db;database=shop", ms, "db", 1433, "shop"),
        arguments("jdbc:sqlserver://db\\inst;databaseName=shop", ms, "db", 0, "inst|shop"),
        arguments("jdbc:sqlserver://db\\inst:1444;databaseName=shop", ms, "db", 1444, "inst|shop"),
        arguments(
            "jdbc:sqlserver://;password={a;databaseName=no}};};serverName=db;databaseName=shop",
            ms,
            "db",
            1433,
            "shop"),
        arguments("jdbc:sqlserver://;serverName=db\\inst;portNumber=9", ms, "db", 9, "inst"),
        arguments("jdbc:microsoft:sqlserver://db:1;DatabaseName=shop", ms, "db", 1, "shop"),
        arguments("jdbc:jtds:sqlserver://db:1/shop;instance=inst", ms, "db", 1, "inst|shop"),
        arguments("jdbc:jtds:sqlserver://db;user=a/b", ms, "db", 1433, null),
        arguments("jdbc:jtds:sybase://db/shop", "sybase", "db", 7100, "shop"),
        arguments("jdbc:sybase:Tds:db:5001/shop?a=b", "sybase", "db", 5001, "shop"),
        arguments("jdbc:db2://db:50001/shop:user=u;password=p;", "ibm.db2", "db", 50001, "shop"),
        arguments("jdbc:db2:shop", "ibm.db2", null, 0, "shop"),
        arguments("jdbc:as400://db/lib;naming=sql", "ibm.db2", "db", 446, "lib"),
        arguments(
            "jdbc:informix-sqli://db:9089/shop:INFORMIXSERVER=x;user=u",
            "ibm.informix",
            "db",
            9089,
            "shop"),
        arguments("jdbc:netezza://db/shop", "ibm.netezza", "db", 5480, "shop"),
        arguments("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "h2database", null, 0, "shop"),
        arguments("jdbc:h2:mem:", "h2database", null, 0, null),
        arguments("jdbc:h2:~/shop", "h2database", null, 0, "~/shop"),
        arguments("jdbc:h2:file:/data/shop;PASSWORD=x", "h2database", null, 0, "/data/shop"),
        arguments("jdbc:h2:tcp://db:9093/~/shop;USER=sa", "h2database", "db", 9093, "~/shop"),
        arguments("jdbc:h2:ssl://db/mem:shop", "h2database", "db", 9092, "shop"),
        arguments("jdbc:hsqldb:mem:shop", "hsqldb", null, 0, "shop"),
        arguments("jdbc:hsqldb:file:shop;shutdown=true", "hsqldb", null, 0, "shop"),
        arguments("jdbc:hsqldb:hsql://db/shop", "hsqldb", "db", 9001, "shop"),
        arguments("jdbc:hsqldb:hsqls://db:1/shop", "hsqldb", "db", 1, "shop"),
        arguments("jdbc:hsqldb:http://db/shop", "hsqldb", "db", 80, "shop"),
        arguments("jdbc:hsqldb:https://db/shop", "hsqldb", "db", 443, "shop"),
        arguments("jdbc:derby://db:1528/shop;create=true", "derby", "db", 1528, "shop"),
        arguments("jdbc:derby:memory:shop;create=true", "derby", null, 0, "shop"),
        arguments("jdbc:derby:shop;user=u;password=p", "derby", null, 0, "shop"),
        arguments("jdbc:sqlite:shop.db?cache=shared", "sqlite", null, 0, "shop.db"),
        arguments("jdbc:sqlite::memory:", "sqlite", null, 0, null),
        arguments("jdbc:sqlite:", "sqlite", null, 0, null),
        arguments(
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=u&db=SHOP&schema=S",
            "snowflake",
            "acme.snowflakecomputing.com",
            443,
            "SHOP|S"),
        arguments("jdbc:sap://db:30115/?databaseName=HXE", "sap.hana", "db", 30115, "HXE"),
        arguments("jdbc:sap://db", "sap.hana", "db", 30015, null),
        arguments("jdbc:sapdb://db/shop", "sap.maxdb", "db", 7210, "shop"),
        arguments("jdbc:clickhouse://db/shop", "clickhouse", "db", 8123, "shop"),
        arguments("jdbc:ch:https://db/shop?ssl=true", "clickhouse", "db", 8443, "shop"),
        arguments("jdbc:trino://db:8081/hive/sales", "trino", "db", 8081, "hive|sales"),
        arguments("jdbc:trino://db/hive?SSL=true", "trino", "db", 443, "hive"),
        arguments(
            "jdbc:firebirdsql://db:3051/shop.fdb?charSet=x", "firebirdsql", "db", 3051, "shop.fdb"),
        arguments(
            "jdbc:firebirdsql:db/3051:/data/shop.fdb", "firebirdsql", "db", 3051, "/data/shop.fdb"),
        arguments("jdbc:teradata://db/DATABASE=shop,DBS_PORT=1026", "teradata", "db", 1026, "shop"),
        arguments("jdbc:hive2://h1:10001,h2:10002/shop;principal=x", "hive", "h1", 10001, "shop"),
        arguments(
            "jdbc:databricks://db:443/default;httpPath=x", "databricks", "db", 443, "default"),
        arguments(
            "jdbc:cloudspanner:/projects/p/instances/i/databases/d?x=y",
            "gcp.spanner",
            "spanner.googleapis.com",
            443,
            "projects/p/instances/i/databases/d"),
        arguments("jdbc:Cache://db/NS", "intersystems.cache", "db", 1972, "NS"),
        arguments("jdbc:ingres://db:II7/shop", "actian.ingres", "db", 21064, "shop"),
        arguments("jdbc:p6spy:mysql://db/shop", my, "db", 3306, "shop"),
        arguments("jdbc:otel:h2:mem:shop", "h2database", null, 0, "shop"),
        arguments("jdbc:tracing:p6spy:postgresql://db/shop", pg, "db", 5432, "shop"),
        arguments("jdbc-secretsmanager:mysql://db/shop", my, "db", 3306, "shop"),
        arguments("jdbc:aws-wrapper:postgresql://db/shop", pg, "db", 5432, "shop"),
        arguments("jdbc:tc:postgresql:15-alpine:///shop?TC_REUSABLE=true", pg, null, 0, "shop"),
        arguments("jdbc:acme://u:p@db:99/shop?x=y", "other_sql", "db", 99, "shop"),
        arguments("jdbc:acme://db", "other_sql", "db", 0, null),
        arguments("jdbc:acme:whatever=secret", "other_sql", null, 0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "jdbc",
        "jdbc:",
        "x",
        "http://db/shop",
        "jdbc:mysql",
        "jdbc:oracle:",
        "jdbc:h2",
        "jdbc:sqlserver:",
        "jdbc:mysql://(",
        "jdbc:postgresql://[",
        "jdbc:mysql://[]/",
        "jdbc:tc:",
        "jdbc:postgresql://db:99999999999/x",
        "jdbc:postgresql://%zz/%zz",
        "jdbc:teradata:",
        "jdbc:oracle:thin:@(",
        "jdbc:sqlserver://;{",
        "jdbc:sybase:",
        "jdbc:firebirdsql:"
      })
  void whatIsNoUrlDoesNoHarm(String url) {
    DbEndpoint endpoint = JdbcUrl.parse(url);
    assertThat(endpoint).isNotNull();
    assertThat(endpoint.system()).isNotNull();
    assertThat(endpoint.port()).isBetween(0, 65_535);
  }

  @Test
  void noUrlLeadsToAnUnknownPlace() {
    assertThat(JdbcUrl.parse(null)).isSameAs(JdbcUrl.UNKNOWN);
    assertThat(JdbcUrl.parse("jdbc:mysql://db/" + "x".repeat(100_000))).isSameAs(JdbcUrl.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://joe:sesame@db/shop",
        "jdbc:mysql://joe:ses%40ame@db/shop?user=joe&password=sesame",
        "jdbc:mysql://address=(host=db)(user=joe)(password=sesame)/shop",
        "jdbc:mysql://(user=joe,password=sesame)/shop",
        "jdbc:oracle:thin:joe/sesame@db:1521:X",
        "jdbc:oracle:thin:joe/sesame@alias",
        "jdbc:oracle:thin:joe/sesame",
        "jdbc:sqlserver://db;user=joe;password=sesame",
        "jdbc:sqlserver:db;user=joe;password=sesame",
        "jdbc:postgresql://db/shop?user=joe&password=sesame",
        "jdbc:postgresql://db?user=joe&password=sesame",
        "jdbc:h2:tcp://db/x;USER=joe;PASSWORD=sesame",
        "jdbc:db2://db/x:user=joe;password=sesame;",
        "jdbc:derby:x;user=joe;password=sesame",
        "jdbc:hive2://db/x;user=joe;password=sesame",
        "jdbc:teradata://db/USER=joe,PASSWORD=sesame",
        "jdbc:acme:joe/sesame@db",
        "jdbc:acme://joe:sesame@db/x",
        "jdbc:acme://db/x,user=joe,password=sesame"
      })
  void credentialsAreNotKept(String url) {
    DbEndpoint endpoint = JdbcUrl.parse(url);
    String all = endpoint.system() + ' ' + endpoint.host() + ' ' + endpoint.namespace();
    assertThat(all).doesNotContain("joe").doesNotContain("ame");
  }

  @Test
  void anythingCanBeRead() {
    Random random = new Random(1);
    String[] beginnings = {
      "jdbc:mysql:", "jdbc:oracle:thin:", "jdbc:sqlserver:", "jdbc:h2:", "jdbc:postgresql:",
      "jdbc:jtds:", "jdbc:firebirdsql:", "jdbc:sybase:", "jdbc:sap:", "jdbc:x:"
    };
    String alphabet = "/:@()[]{}=,;?&%\\hostporta12.";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder url = new StringBuilder(beginnings[i % beginnings.length]);
      for (int c = random.nextInt(30); c > 0; c--) {
        url.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(JdbcUrl.parts(url.toString())).as(url.toString()).isNotNull();
    }
  }
}
