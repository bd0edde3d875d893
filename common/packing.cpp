#include "common/packing.h"

#include <zstd.h>

#include <memory>
#include <new>

namespace broadsheet {
namespace {

// A context's tables cost more to make than a short text to pack.
ZSTD_CCtx& packing_context() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  if (context == nullptr) throw std::bad_alloc();
  return *context;
}

ZSTD_DCtx& unpacking_context() {
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (context == nullptr) throw std::bad_alloc();
  return *context;
}

}  // namespace

std::string pack(std::string_view bytes, int level) {
  ZSTD_CCtx& context = packing_context();
  ZSTD_CCtx_setParameter(&context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(&context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(&context, out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // with room for the bound nothing else is left
  out.resize(size);
  return out;
}

bool unpack(std::string_view frame, std::size_t max_bytes, std::string& out) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > max_bytes) return false;  // also when it is unknown, or no frame: both are huge numbers
  out.resize(size);
  const std::size_t got = ZSTD_decompressDCtx(&unpacking_context(), out.data(), out.size(), frame.data(), frame.size());
  return ZSTD_isError(got) == 0 && got == size;
}

bool has_checksum(std::string_view frame) {
  constexpr std::size_t kDescriptorAt = 4;  // behind zstd's magic number
  constexpr unsigned kChecksum = 1U << 2;
  return frame.size() > kDescriptorAt && (static_cast<unsigned char>(frame[kDescriptorAt]) & kChecksum) != 0;
}

}  // namespace broadsheet
