# RapiDoc, the script that renders the OpenAPI document; embedded into the service.
#   -DYISHOU_RAPIDOC_ROOT=DIR   one you have already (DIR/rapidoc.js, DIR/rapidoc.js.gz)
#   otherwise                   what `./dev setup` fetched, checked by hash, into build/deps/rapidoc
set(YISHOU_RAPIDOC_ROOT "${CMAKE_SOURCE_DIR}/build/deps/rapidoc" CACHE PATH "folder with rapidoc.js and rapidoc.js.gz")
if(NOT EXISTS "${YISHOU_RAPIDOC_ROOT}/rapidoc.js" OR NOT EXISTS "${YISHOU_RAPIDOC_ROOT}/rapidoc.js.gz")
  message(FATAL_ERROR "RapiDoc not found under ${YISHOU_RAPIDOC_ROOT}: run ./dev setup, or pass -DYISHOU_RAPIDOC_ROOT=DIR")
endif()
