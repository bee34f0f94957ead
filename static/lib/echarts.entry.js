// SPDX-License-Identifier: EUPL-1.2
// The part of ECharts that the charts use; vendor.sh makes one file of it (vendor/echarts.js). The canvas is for pictures to download.
import { use } from 'echarts/core';
import { BarChart, LineChart, ScatterChart, SankeyChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, AriaComponent, TitleComponent, MarkLineComponent } from 'echarts/components';
import { SVGRenderer, CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, ScatterChart, SankeyChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, TitleComponent,
  MarkLineComponent, SVGRenderer, CanvasRenderer]);
export { init } from 'echarts/core';
