/** One lamp as the pages show it. Prices are in euros, VAT included. */
export interface Lamp {
  readonly id: "wick" | "dusk" | "vesper";
  readonly name: string;
  readonly place: string;
  readonly price: number;
  readonly height: string;
  readonly footprint: string;
  readonly weight: string;
  readonly brightness: string;
  readonly fullHours: number;
  readonly lowHours: number;
  readonly chargeHours: string;
  /** Takes rain and splashes (IP44); otherwise it belongs indoors (IP20). */
  readonly isRainProof: boolean;
  readonly batteryPrice: number;
}

/** The whole range, smallest first. */
export const lamps: readonly Lamp[] = [
  {
    id: "wick",
    name: "Wick",
    place: "For the bedside and the garden table",
    price: 89,
    height: "16 cm",
    footprint: "9 cm across",
    weight: "420 g",
    brightness: "180 lumens",
    fullHours: 9,
    lowHours: 60,
    chargeHours: "2.5 hours",
    isRainProof: true,
    batteryPrice: 19,
  },
  {
    id: "dusk",
    name: "Dusk",
    place: "For the table you eat, read and write at",
    price: 149,
    height: "31 cm",
    footprint: "15 cm across, shade 24 cm",
    weight: "1.1 kg",
    brightness: "320 lumens",
    fullHours: 14,
    lowHours: 90,
    chargeHours: "4 hours",
    isRainProof: false,
    batteryPrice: 24,
  },
  {
    id: "vesper",
    name: "Vesper",
    place: "For the chair you read in",
    price: 239,
    height: "128 cm",
    footprint: "26 cm across",
    weight: "3.8 kg",
    brightness: "500 lumens",
    fullHours: 11,
    lowHours: 70,
    chargeHours: "5 hours",
    isRainProof: false,
    batteryPrice: 29,
  },
];
