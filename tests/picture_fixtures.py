"""Pictures of all kinds, and what their files say about themselves."""

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

TOLD = "54.323N 10.139E"
"""What nobody may find in a book."""


def photo(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return a picture of many colours that looks different from every side."""
    width, height = size
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (across, down, ImageChops.multiply(across, down)))
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill=(255, 255, 255))
    return image


def chart(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return a picture of four colours."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((8, 8, 40, 24), fill="red")
    ImageDraw.Draw(image).ellipse((30, 20, 80, 60), fill="navy", outline="black")
    return image


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = TOLD
    told.get_ifd(0x8825)[0x0001] = "N"
    return told


def stored(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def film(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    frames = [photo(size), *(Image.new("RGB", size, colour) for colour in ("red", "navy"))]
    return stored(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
