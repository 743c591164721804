#include <algorithm>
#include <array>

#include "harness/ingest/decode/pair_scan.hpp"
#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

enum Key : std::size_t {
  server,
  service_class,
  model,
  rate,
  in_tokens,
  out_tokens,
  tokens,
  solved,
  saturated,
  allocation,
  accelerator,
  replicas,
  replicas_2025_08,
  max_batch,
  cost,
  value,
  itl,
  service_time,
  ttft,
  wait_time,
  rho,
  max_rpm,
  slo_itl,
  slo_ttft,
  slo_wait,
  slo_tps
};

/// The controllers of August and September 2025 have tk, num, servTime, waitTime and slo-ttw: one length of
/// requests; the service time of a token, which is ITL; and the time that requests wait, in the place of
/// TTFT.
constexpr std::array<std::string_view, 26> kKeys = {
    "s",     "c",        "m",      "rate",   "inTk",     "outTk",    "tk",      "sol",    "sat",
    "alloc", "acc",      "numRep", "num",    "maxBatch", "cost",     "val",     "itl",    "servTime",
    "ttft",  "waitTime", "rho",    "maxRPM", "slo-itl",  "slo-ttft", "slo-ttw", "slo-tps"};

/// A server's record while it is read.
struct ServerRecord {
  LoggedForecast forecast;
  bool has_load = false;
  bool has_allocation = false;
  bool has_words = false;  ///< in place of an allocation: "no feasible allocation!"
  // Their keys are there; the numbers need not be readable.
  bool has_replicas = false, has_itl = false, has_ttft = false;
};

void take_field(const PairScan& scan, LoggedForecast& logged, Fields& fields) {
  Forecast& forecast = logged.forecast;
  SampleDigits& digits = logged.digits;
  const auto take = [&](std::optional<double>& number, Digits& spelling) {
    fields.read(kKeys[scan.key()], scan.number(), number, spelling);
  };
  switch (scan.key()) {
    case service_class:
      logged.service_class = scan.text();
      break;
    case model:
      // A server for which nothing fits has words behind its model in place of an allocation.
      logged.model = trim(scan.text().substr(0, scan.text().find("; no feasible")));
      break;
    case accelerator:
      logged.accelerator = scan.text();
      break;
    case rate:
      return take(forecast.load.rate_rpm, digits.rate);
    case in_tokens:
      return take(forecast.load.in_tokens, digits.in_tokens);
    case out_tokens:
    case tokens:
      return take(forecast.load.out_tokens, digits.out_tokens);
    case replicas:
    case replicas_2025_08:
      return take(forecast.replicas, digits.replicas);
    case max_batch:
      return take(forecast.max_batch, digits.max_batch);
    case cost:
      return take(forecast.cost, digits.cost);
    case itl:
    case service_time:
      return take(forecast.predicted.itl, digits.predicted_itl);
    case ttft:
    case wait_time:
      return take(forecast.predicted.ttft, digits.predicted_ttft);
    case rho:
      return take(forecast.rho, digits.rho);
    case max_rpm:
      return take(forecast.max_rpm, digits.max_rpm);
    case slo_itl:
      return take(logged.slo.itl, digits.slo_itl);
    case slo_ttft:
    case slo_wait:
      return take(logged.slo.ttft, digits.slo_ttft);
    default:
      break;
  }
}

/// Whether a field starts the next server's record: its name, or its class in records without names.
bool starts_record(std::size_t key, const std::vector<ServerRecord>& records) {
  if (key == server) return true;
  return key == service_class && (records.empty() || !records.back().forecast.service_class.empty());
}

/// Why a server's record cannot be used.
std::optional<Fault> find_fault(const ServerRecord& record, std::string_view text) {
  const auto cut = [&] { return fault_at(Malformed::cut_line, text, text.substr(text.size())); };
  if (!record.has_allocation) {
    if (record.has_words || !record.has_load) return std::nullopt;
    return cut();
  }
  if (record.has_replicas && record.has_itl && record.has_ttft)
    return record.forecast.forecast.replicas ? std::nullopt : std::optional<Fault>(Malformed::bad_number);
  const std::size_t begin = text.rfind("alloc={");
  const bool closed = begin != std::string_view::npos && text.find('}', begin) != std::string_view::npos;
  return closed && !record.has_replicas ? Fault::of_unknown_version() : cut();
}

std::optional<Fault> parse_solution(std::string_view text, Fields& fields,
                                    std::vector<ServerRecord>& records) {
  for (PairScan scan(text, kKeys); scan.next();) {
    if (starts_record(scan.key(), records)) records.emplace_back();
    if (records.empty()) continue;
    ServerRecord& record = records.back();
    if (scan.key() == server) {
      record.forecast.variant = scan.text();
      if (record.forecast.variant.empty()) return Malformed::missing_field;
      continue;
    }
    record.has_words = record.has_words || scan.text().find("no feasible") != std::string_view::npos;
    record.has_load = record.has_load || scan.key() == rate;
    record.has_replicas = record.has_replicas || scan.key() == replicas || scan.key() == replicas_2025_08;
    record.has_itl = record.has_itl || scan.key() == itl || scan.key() == service_time;
    record.has_ttft = record.has_ttft || scan.key() == ttft || scan.key() == wait_time;
    record.has_allocation = record.has_allocation || scan.key() == allocation || record.has_replicas;
    const bool is_text = scan.key() <= model || scan.key() == allocation || scan.key() == accelerator ||
                         scan.key() == saturated || scan.key() == solved;
    if (!is_text && scan.number().empty())
      return fault_at(Malformed::cut_line, text, text.substr(text.size()));
    take_field(scan, record.forecast, fields);
  }
  for (ServerRecord& record : records) {
    if (auto fault = find_fault(record, text)) return fault;
    record.forecast.feasible = record.forecast.forecast.replicas.has_value();
  }
  return std::nullopt;
}

}  // namespace

/// The optimizer's solution: "Optimization solution - system: Solution: \n s=…; c=…; m=…; rate=…; …,
/// alloc={…}; slo-itl=…, …", a record a server; or as the member system or solution of a line with the bare
/// sentence.
std::optional<Fault> read_solution(Record& record) {
  std::string_view text = text_after(record.message(), "Optimization solution").value_or("");
  if (text.find("Solution") == std::string_view::npos) {
    std::vector<UnreadableField> none;
    const Members members(record.entry.object, record.texts, none);
    text = members.text("system");
    if (text.empty()) text = members.text("solution");
    if (text.empty()) return std::nullopt;
  }
  text = text.substr(0, text.find("\nAllocationByType"));
  std::vector<ServerRecord> records;
  if (auto fault = parse_solution(text, record.fields, records)) return fault;
  if (records.empty())
    return text.find('=') == std::string_view::npos ? std::nullopt
                                                    : std::optional(Fault::of_unknown_version());
  for (const ServerRecord& server_record : records) {
    if (!server_record.forecast.variant.empty())
      record.events.emplace_back(VariantNamed{server_record.forecast.variant});
  }
  for (ServerRecord& server_record : records)
    record.events.emplace_back(Forecasted{std::move(server_record.forecast)});
  return std::nullopt;
}

}  // namespace wvagate::ingest
