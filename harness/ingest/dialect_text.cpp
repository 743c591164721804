#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// October–November 2025: the optimizer's system data as printed structures inside msg.
Reading read_text(const LogRecord& record) {
  if (!has(record.markers, Marker::system_data)) return {};
  const auto data = text_after(record.message, "System data prepared for optimization: - {");
  if (!data) return {};
  const std::size_t name = data->find_first_not_of(' ');
  if (name == std::string_view::npos) return Reading::malformed(Malformed::cut_line);
  const std::string_view section = data->substr(name);
  if (section.starts_with("models:")) {
    record.parsed.has_servers = false;
    const auto fault = parse_models(section.substr(7), record.parsed);
    return fault ? Reading::malformed(*fault, end_cycle) : Reading::used(apply_system_data);
  }
  record.parsed.models.clear();
  if (section.starts_with("servers:")) return read_servers(section.substr(8), record);
  return {};  // accelerators, service classes, …: nothing that is measured
}

}  // namespace wvagate::ingest
