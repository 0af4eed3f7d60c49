from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and gzip. Brotli saves a seventh of the size and takes half a minute of the first start.

    The parts of the script are asked for by their hashed names too, so that no old part is put to a new one.
    """

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        skipped = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
        return Compressor(**{**options, "extensions": skipped, "use_brotli": False})
