// A chart of the page as a PNG file: the look that CSS gives it is written into a copy, which is then painted.

const WORN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const SHARPER = 2;

export async function savePng(svg: SVGSVGElement, name: string, paper: string): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const image = new Image(width, height);
  const address = URL.createObjectURL(new Blob([standalone(svg, width, height)], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * SHARPER);
    canvas.height = Math.round(height * SHARPER);
    const brush = canvas.getContext("2d")!;
    brush.fillStyle = paper;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (made) download(made, name);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function standalone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [worn, bare] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  worn.forEach((element, i) => {
    const look = getComputedStyle(element);
    for (const property of WORN) bare[i]!.setAttribute(property, look.getPropertyValue(property));
    bare[i]!.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

function download(made: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(made);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
