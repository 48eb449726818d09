// Pushes with prom-client and axios: push.js URL push|pushAdd|refused|delete|axios; CREDENTIALS may be USER:PASSWORD
const client = require('prom-client');
const axios = require('axios');

const [url, action] = process.argv.slice(2);
const registry = new client.Registry();
const gateway = new client.Pushgateway(url, { timeout: 20000, auth: process.env.CREDENTIALS }, registry);
const group = { jobName: 'node', groupings: { instance: 'host 1', city: 'Zürich' } };

async function main() {
  switch (action) {
    case 'push': {
      new client.Gauge({ name: 'node_temperature', help: 'Now', labelNames: ['room'], registers: [registry] })
        .set({ room: 'kitchen "1"' }, 21.5);
      new client.Counter({ name: 'node_requests_total', help: 'Requests', registers: [registry] }).inc(3);
      new client.Histogram({ name: 'node_size', help: 'Sizes', buckets: [10, 100], registers: [registry] }).observe(50);
      new client.Summary({ name: 'node_time', help: 'Times', percentiles: [0.5], registers: [registry] }).observe(2);
      const { resp } = await gateway.push(group);
      return resp.statusCode;
    }
    case 'pushAdd': {
      new client.Gauge({ name: 'node_more', help: 'Added later', registers: [registry] }).set(7);
      const { resp } = await gateway.pushAdd(group);
      return resp.statusCode;
    }
    case 'refused': {
      // The type differs from that of the other group.
      new client.Gauge({ name: 'node_size', help: 'Sizes', registers: [registry] }).set(1);
      const { resp } = await gateway.push({ jobName: 'node-refused' });
      return resp.statusCode;
    }
    case 'delete': {
      const { resp } = await gateway.delete(group);
      return resp.statusCode;
    }
    case 'axios': {
      // The body is indented with the code, and so are its comments and its end.
      const answer = await axios.put(`${url}/metrics/job/axios/instance/1`, `
        # TYPE axios_temperature gauge
        axios_temperature{room="kitchen"} 21.5
        axios_plain 3
      `);
      return answer.status;
    }
    default:
      throw new Error(`unknown action ${action}`);
  }
}

main().then((status) => console.log(status), (error) => { console.error(error); process.exit(1); });
