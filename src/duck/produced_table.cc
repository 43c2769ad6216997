// Tables that a program of ours produces: the engine asks, our workers answer, in as many threads as the engine has.
#include <fmt/format.h>

#include "duck/duck.h"
#include "duck/handles.h"

namespace yishou::duck {

ChunkWriter::ChunkWriter(void* chunk) : chunk_(chunk) {
  auto handle = static_cast<duckdb_data_chunk>(chunk_);
  const idx_t columns = duckdb_data_chunk_get_column_count(handle);
  for (idx_t c = 0; c < columns; ++c) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(handle, c);
    duckdb_vector_ensure_validity_writable(vector);
    vectors_.push_back(vector);
    data_.push_back(duckdb_vector_get_data(vector));
    validity_.push_back(duckdb_vector_get_validity(vector));
  }
}

void ChunkWriter::set_null(std::size_t column, std::size_t row) {
  validity_[column][row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

void ChunkWriter::set_text(std::size_t column, std::size_t row, std::string_view text) {
  duckdb_vector_assign_string_element_len(static_cast<duckdb_vector>(vectors_[column]), row, text.data(), text.size());
}

namespace {

using ProducerHandle = std::shared_ptr<Producer>;

template <typename T>
void destroy(void* object) {
  delete static_cast<T*>(object);
}

void bind_producer(duckdb_bind_info info) {
  const auto& producer = *static_cast<ProducerHandle*>(duckdb_bind_get_extra_info(info));
  for (const auto& column : producer->columns()) {
    duckdb_logical_type type = make_type(column.kind);
    duckdb_bind_add_result_column(info, column.name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void init_producer(duckdb_init_info info) {
  const auto& producer = *static_cast<ProducerHandle*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, producer->max_threads());
}

void init_worker(duckdb_init_info info) {
  const auto& producer = *static_cast<ProducerHandle*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_init_data(info, producer->open_worker().release(), destroy<Producer::Worker>);
}

void run_worker(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto* worker = static_cast<Producer::Worker*>(duckdb_function_get_local_init_data(info));
  ChunkWriter writer(chunk);
  const Status status = worker->produce(writer);
  if (!status) {
    duckdb_function_set_error(info, status.error().message.c_str());
    duckdb_data_chunk_set_size(chunk, 0);
    return;
  }
  duckdb_data_chunk_set_size(chunk, writer.size());
}

}  // namespace

Status Connection::register_table(const std::string& name, std::shared_ptr<Producer> producer) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, new ProducerHandle(std::move(producer)), destroy<ProducerHandle>);
  duckdb_table_function_set_bind(function, bind_producer);
  duckdb_table_function_set_init(function, init_producer);
  duckdb_table_function_set_local_init(function, init_worker);
  duckdb_table_function_set_function(function, run_worker);
  const auto state = duckdb_register_table_function(impl_->handle, function);
  duckdb_destroy_table_function(&function);
  if (state != DuckDBSuccess) return fail(ErrorCode::kEngine, fmt::format("cannot register the table {}", name));
  return {};
}

}  // namespace yishou::duck
