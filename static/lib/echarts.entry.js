// SPDX-License-Identifier: EUPL-1.2
// The part of ECharts that the charts use; vendor.sh makes one file of it (vendor/echarts.js).
import { use } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, AriaComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);
export { init } from 'echarts/core';
