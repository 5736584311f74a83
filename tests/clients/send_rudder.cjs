// The same with RudderStack's client for Node: node send_rudder.cjs MODULE HOST KEY NAME
const [, , from, dataPlaneUrl, writeKey, name] = process.argv;
const Analytics = require(require.resolve(from, { paths: [process.cwd()] }));

const done = (error) => { if (error) { console.error(error.message); process.exitCode = 1; } };
const analytics = new Analytics(writeKey, { dataPlaneUrl, flushAt: 7, flushInterval: 60000, retryCount: 5, logLevel: "silly" });
// It sends the first message alone, unless it is told that it has done so.
analytics.flushed = true;
const who = { userId: name, anonymousId: `${name}-browser` };
analytics.identify({ ...who, messageId: `${name}-1`, traits: { email: `${name}@example.com`, name: "山田 花子" } });
analytics.track({ ...who, messageId: `${name}-2`, event: "Asset Downloaded", properties: { asset: "ids-guide" } });
analytics.page({ ...who, messageId: `${name}-3`, name: "Pricing", properties: { url: "https://shop.example/pricing?utm_source=mail" } });
analytics.screen({ ...who, messageId: `${name}-4`, name: "Home" });
analytics.group({ ...who, messageId: `${name}-5`, groupId: "g-1", traits: { name: "見本商事", website: "https://mihon.example" } });
analytics.alias({ userId: name, previousId: `${name}-before`, messageId: `${name}-6` });
analytics.track({ ...who, messageId: `${name}-7`, event: "Trial Started" }, done);
