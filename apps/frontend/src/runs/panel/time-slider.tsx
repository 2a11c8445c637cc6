/** Strip above the dock, shown while a run is on the canvas: moves `setCursor` over its rows. */
export function TimeSlider(_props: { readonly workflowId: string }) {
  return null
}
