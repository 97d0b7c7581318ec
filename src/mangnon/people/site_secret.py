"""Keys made from the site's secret, one for each purpose: what lies in the database is of no use without it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from mangnon.kernel.refusals import Refusal


class LostSecret(Refusal):
    """Something was encrypted under another secret of the site."""

    code = "lost_secret"


def _key(purpose: str, secret: str | bytes | None = None) -> bytes:
    words = force_bytes(settings.SECRET_KEY if secret is None else secret)
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(words).digest(), digest_size=32).digest()


def keyed_digest(purpose: str, words: str) -> str:
    """A hash in hex that nobody can make, or try words against, without the site's secret."""
    return hmac.new(_key(purpose), words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _box(purpose: str) -> MultiFernet:
    """Writes with the present secret, reads with those before it too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(purpose, secret))) for secret in secrets])


def encrypted(purpose: str, words: str) -> str:
    """The words, readable only with the site's secret (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _box(purpose).encrypt(words.encode()).decode("ascii")


def decrypted(purpose: str, token: str) -> str:
    """The words again. Raises LostSecret when the site's secret is another one now."""
    try:
        return _box(purpose).decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise LostSecret(
            "Khóa xác thực hai bước không đọc được vì khóa bí mật của hệ thống đã thay đổi. Không có gì bị mất. "
            "Hãy đề nghị người quản trị đặt lại xác thực hai bước."
        ) from error
