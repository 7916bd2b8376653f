import type { Browser } from "playwright";

/**
 * How much two photographs differ at most in one channel of one pixel, from 0 to 255.
 * Engines round the edge of a circle now and then by a few steps, which no eye can see.
 */
export async function greatestDifference(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async (sources) => {
        const pictures = await Promise.all(
          sources.map(async (source) => {
            const image = new Image();
            image.src = `data:image/png;base64,${source}`;
            await image.decode();
            const { width, height } = image;
            const context = new OffscreenCanvas(width, height).getContext("2d");
            if (context === null) throw new Error("There is no canvas to compare pictures on.");
            context.drawImage(image, 0, 0);
            return { width, height, data: context.getImageData(0, 0, width, height).data };
          }),
        );
        const [a, b] = pictures;
        if (a === undefined || b === undefined) throw new Error("There are no two pictures.");
        if (a.width !== b.width || a.height !== b.height) return 255;
        let most = 0;
        for (const [index, value] of a.data.entries()) {
          most = Math.max(most, Math.abs(value - (b.data[index] ?? 0)));
        }
        return most;
      },
      [one.toString("base64"), other.toString("base64")],
    );
  } finally {
    await page.close();
  }
}
