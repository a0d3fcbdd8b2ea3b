// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbEndpoint;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads where a JDBC URL leads. Equal places give the same object. Of several hosts the first one
 * stands for all; credentials and other properties are not kept.
 */
final class JdbcUrl {
  static final String OTHER_SQL = "other_sql";

  /** A place of which nothing is known. */
  static final DbEndpoint UNKNOWN = new DbEndpoint(OTHER_SQL, null, 0, null);

  /** Of applications that make up databases as they go, the later ones are not remembered. */
  private static final int MOST = 1000;

  private static final int LONGEST = 16 * 1024;

  private static final ConcurrentHashMap<String, DbEndpoint> ENDPOINTS =
      new ConcurrentHashMap<String, DbEndpoint>();

  /** Drivers around drivers: the URL of the inner one follows. */
  private static final String[] WRAPPERS = {
    "jdbc:",
    "jdbc-secretsmanager:",
    "p6spy:",
    "otel:",
    "tracing:",
    "log4jdbc:",
    "aws-wrapper:",
    "spy:",
    "datadog:"
  };

  private enum Form {
    SERVER,
    POSTGRESQL,
    MYSQL,
    ORACLE,
    SQL_SERVER,
    JTDS,
    H2,
    HSQLDB,
    DERBY,
    SQLITE,
    PARAMETERS,
    COLON_ENDS_PATH,
    CATALOGS,
    CLICKHOUSE,
    FIREBIRD,
    TERADATA,
    SYBASE,
    SPANNER
  }

  private static final Map<String, Known> KNOWN = new HashMap<String, Known>();

  static {
    known(Form.POSTGRESQL, "postgresql", 5432, "postgresql", "pgsql", "postgres");
    known(Form.POSTGRESQL, "postgresql", 5444, "edb");
    known(Form.POSTGRESQL, "cockroachdb", 26257, "cockroachdb");
    known(Form.POSTGRESQL, "yugabytedb", 5433, "yugabytedb");
    known(Form.POSTGRESQL, "aws.redshift", 5439, "redshift");
    known(Form.MYSQL, "mysql", 3306, "mysql", "mysql+srv", "mysqlx", "mysqlx+srv");
    known(Form.MYSQL, "mariadb", 3306, "mariadb");
    known(Form.MYSQL, "oceanbase", 2881, "oceanbase");
    known(Form.ORACLE, "oracle.db", 1521, "oracle");
    known(Form.SQL_SERVER, "microsoft.sql_server", 1433, "sqlserver", "microsoft");
    known(Form.JTDS, "microsoft.sql_server", 1433, "jtds");
    known(Form.SYBASE, "sybase", 5000, "sybase");
    known(Form.COLON_ENDS_PATH, "ibm.db2", 50000, "db2");
    known(Form.SERVER, "ibm.db2", 446, "as400");
    known(Form.COLON_ENDS_PATH, "ibm.informix", 9088, "informix-sqli");
    known(Form.SERVER, "ibm.netezza", 5480, "netezza");
    known(Form.H2, "h2database", 9092, "h2");
    known(Form.HSQLDB, "hsqldb", 9001, "hsqldb");
    known(Form.DERBY, "derby", 1527, "derby");
    known(Form.SQLITE, "sqlite", 0, "sqlite");
    known(Form.PARAMETERS, "snowflake", 443, "snowflake");
    known(Form.PARAMETERS, "sap.hana", 30015, "sap");
    known(Form.SERVER, "sap.maxdb", 7210, "sapdb");
    known(Form.CLICKHOUSE, "clickhouse", 8123, "clickhouse", "ch");
    known(Form.CATALOGS, "trino", 8080, "trino");
    known(Form.CATALOGS, "presto", 8080, "presto");
    known(Form.FIREBIRD, "firebirdsql", 3050, "firebirdsql", "firebird");
    known(Form.TERADATA, "teradata", 1025, "teradata");
    known(Form.SERVER, "hive", 10000, "hive2");
    known(Form.SERVER, "databricks", 443, "databricks");
    known(Form.SERVER, "vertica", 5433, "vertica");
    known(Form.SERVER, "intersystems.cache", 1972, "cache", "iris");
    known(Form.SERVER, "actian.ingres", 21064, "ingres");
    known(Form.SERVER, "cassandra", 9042, "cassandra");
    known(Form.SPANNER, "gcp.spanner", 443, "cloudspanner");
  }

  private JdbcUrl() {}

  private static void known(Form form, String system, int port, String... subprotocols) {
    for (String subprotocol : subprotocols) {
      KNOWN.put(subprotocol, new Known(form, system, port));
    }
  }

  /**
   * Never null, never throws; {@link #UNKNOWN} for what is no JDBC URL.
   *
   * @param url may be null
   */
  static DbEndpoint parse(String url) {
    if (url == null || url.length() > LONGEST) {
      return UNKNOWN;
    }
    try {
      UrlParts parts = parts(url);
      return parts == null ? UNKNOWN : interned(parts);
    } catch (RuntimeException e) {
      // Whatever it is, the driver has understood it or will say so.
      return UNKNOWN;
    }
  }

  /** Null for what is no JDBC URL. */
  static UrlParts parts(String url) {
    String inner = unwrapped(url.trim());
    return inner == null ? null : read(inner);
  }

  /** What follows {@code jdbc:} and the names of wrappers; null when it begins with neither. */
  private static String unwrapped(String url) {
    String rest = url;
    boolean more = true;
    while (more) {
      more = false;
      for (String wrapper : WRAPPERS) {
        if (rest.regionMatches(true, 0, wrapper, 0, wrapper.length())) {
          rest = rest.substring(wrapper.length());
          more = true;
        }
      }
    }
    return rest.length() == url.length() ? null : rest;
  }

  private static UrlParts read(String url) {
    boolean container = url.regionMatches(true, 0, "tc:", 0, 3);
    String inner = container ? url.substring(3) : url;
    int colon = UrlParts.first(inner, 0, ":/");
    Known known = KNOWN.get(inner.substring(0, colon).toLowerCase(Locale.ROOT));
    String rest = colon < inner.length() ? inner.substring(colon + 1) : "";
    if (known == null) {
      UrlParts other = new UrlParts(OTHER_SQL, 0);
      if (rest.contains("//")) {
        other.namespace = other.authorityAndPath(rest, "?;:,&#");
      }
      return other;
    }
    UrlParts parts = new UrlParts(known.system, known.port);
    if (container) {
      // Names an image; the address is in the URL that the driver inside is given.
      parts.namespace = new UrlParts(null, 0).authorityAndPath(rest, "?;");
      return parts;
    }
    read(known.form, rest, parts);
    return parts;
  }

  private static void read(Form form, String rest, UrlParts parts) {
    switch (form) {
      case POSTGRESQL:
        String database = parts.authorityAndPath(rest, "?;");
        String schema = UrlParts.property(UrlParts.from(rest, "?;"), "currentSchema", "?&;");
        parts.namespace =
            UrlParts.joined(
                "/".equals(database) ? null : database,
                schema == null ? null : UrlParts.upTo(schema, 0, ","));
        parts.serverDefaults();
        break;
      case MYSQL:
        MySqlUrl.read(rest, parts);
        break;
      case ORACLE:
        OracleUrl.read(rest, parts);
        break;
      case SQL_SERVER:
        SqlServerUrl.read(rest, parts);
        break;
      case JTDS:
        SqlServerUrl.readJtds(rest, parts);
        break;
      case H2:
        EmbeddedUrl.h2(rest, parts);
        break;
      case HSQLDB:
        EmbeddedUrl.hsqldb(rest, parts);
        break;
      case DERBY:
        EmbeddedUrl.derby(rest, parts);
        break;
      case SQLITE:
        EmbeddedUrl.sqlite(rest, parts);
        break;
      case PARAMETERS:
        parameters(rest, parts);
        break;
      case COLON_ENDS_PATH:
        boolean remote = rest.contains("//");
        parts.namespace = parts.authorityAndPath(rest, ":;?");
        if (remote) {
          parts.serverDefaults();
        }
        break;
      case CATALOGS:
        String catalogs = parts.authorityAndPath(rest, "?;");
        parts.namespace = catalogs == null ? null : catalogs.replace('/', '|');
        if (parts.port == 0
            && "true".equalsIgnoreCase(UrlParts.property(UrlParts.from(rest, "?"), "SSL", "?&"))) {
          parts.port = 443;
        }
        parts.serverDefaults();
        break;
      case CLICKHOUSE:
        parts.namespace = parts.authorityAndPath(rest, "?;,");
        if (parts.port == 0 && rest.startsWith("https:")) {
          parts.port = 8443;
        }
        parts.serverDefaults();
        break;
      case FIREBIRD:
        EmbeddedUrl.firebird(rest, parts);
        break;
      case TERADATA:
        String settings = parts.authorityAndPath(rest, "?");
        if (settings != null) {
          parts.namespace = UrlParts.property(settings, "DATABASE", ",");
          String port = UrlParts.property(settings, "DBS_PORT", ",");
          parts.port = port == null ? parts.port : UrlParts.number(port);
        }
        parts.serverDefaults();
        break;
      case SYBASE:
        // Tds:host:port/database
        int tds = rest.indexOf(':') + 1;
        parts.namespace = parts.authorityAndPath("//" + rest.substring(tds), "?;");
        parts.serverDefaults();
        break;
      case SPANNER:
        parts.namespace = parts.authorityAndPath(rest, "?;");
        if (parts.namespace != null && parts.namespace.startsWith("/")) {
          parts.namespace = parts.namespace.substring(1);
        }
        if (parts.host == null) {
          parts.host = "spanner.googleapis.com";
        }
        parts.serverDefaults();
        break;
      default:
        parts.namespace = parts.authorityAndPath(rest, "?;,");
        parts.serverDefaults();
    }
  }

  /** Snowflake's and SAP HANA's: the names stand among the parameters. */
  private static void parameters(String rest, UrlParts parts) {
    parts.authorityAndPath(rest, "?;");
    String properties = UrlParts.from(rest, "?;");
    String database = UrlParts.property(properties, "db", "?&;");
    if (database == null) {
      database = UrlParts.property(properties, "databaseName", "?&;");
    }
    String schema = UrlParts.property(properties, "schema", "?&;");
    if (schema == null) {
      schema = UrlParts.property(properties, "currentSchema", "?&;");
    }
    parts.namespace = UrlParts.joined(database, schema);
    parts.serverDefaults();
  }

  private static DbEndpoint interned(UrlParts parts) {
    String key = parts.system + '\n' + parts.host + '\n' + parts.port + '\n' + parts.namespace;
    DbEndpoint known = ENDPOINTS.get(key);
    if (known != null) {
      return known;
    }
    DbEndpoint made = new DbEndpoint(parts.system, parts.host, parts.port, parts.namespace);
    if (ENDPOINTS.size() >= MOST) {
      return made;
    }
    known = ENDPOINTS.putIfAbsent(key, made);
    return known == null ? made : known;
  }

  private static final class Known {
    private final Form form;
    private final String system;
    private final int port;

    Known(Form form, String system, int port) {
      this.form = form;
      this.system = system;
      this.port = port;
    }
  }
}
