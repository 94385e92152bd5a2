using System.Diagnostics.Tracing;
using Contrail.Core.Triggers;
using Contrail.EventPipe;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>Whether a profile requests the events of a condition.</summary>
public sealed class SignalEventsTests
{
    [Theory]
    [InlineData("collections", "gc-pause", true)]
    [InlineData("collections", "starvation", true)]
    [InlineData("collections", "exception", false)]
    [InlineData("collections", "unhandled-exception", false)]
    [InlineData("collections", "contention", false)]
    [InlineData("gc", "starvation", false)]
    [InlineData("gc", "induced-gc", true)]
    [InlineData("default", "exception", true)]
    [InlineData("default", "contention", true)]
    [InlineData("default", "request", false)]
    [InlineData("requests", "request", true)]
    [InlineData("default", "log", false)]
    [InlineData("default", "event:Shop/OrderFailed", false)]
    [InlineData("default", "event:OrderFailed", true)]
    [InlineData("default", "counter:System.Runtime/cpu-usage>9", false)]
    [InlineData("requests", "event:Microsoft.AspNetCore.Hosting/RequestStart", true)]
    [InlineData("requests", "event:Hosting/RequestStart", true)]
    [InlineData("requests", "event:*Hosting/Request*", true)]
    [InlineData("requests", "pair:Microsoft.AspNetCore.Hosting/RequestStart..RequestStop>1s", true)]
    [InlineData("requests", "pair:Microsoft.AspNetCore.Hosting/RequestStart..Shop/Stop>1s", false)]
    [InlineData("collections", "silence>1s", true)]
    [InlineData("collections", "death", true)]
    public void Named_profiles(string profile, string expression, bool isRecorded) =>
        Assert.Equal(isRecorded, AreRecorded(Profile.Find(profile)!, expression));

    [Theory]
    [InlineData("counter:System.Runtime/cpu-usage>9", "System.Runtime", false)]
    [InlineData("counter:Shop.Orders/queue-length>9", "System.Diagnostics.Metrics", true)]
    [InlineData("log", "Microsoft-Extensions-Logging", true)]
    [InlineData("event:Shop/OrderFailed", "Shop", true)]
    [InlineData("event:Shop/OrderFailed", "Shopping", false)]
    public void Added_providers(string expression, string provider, bool isRecorded) => Assert.Equal(
        isRecorded,
        AreRecorded(
            Profile.Default.With([new EventPipeProvider(provider, 0, EventLevel.Informational)]), expression));

    [Theory]
    [InlineData(0x8000UL, EventLevel.Critical, false)]
    [InlineData(0x8000UL, EventLevel.Error, true)]
    [InlineData(0x1UL, EventLevel.Verbose, false)]
    public void The_runtime_needs_the_keyword_and_the_level(ulong keywords, EventLevel level, bool isRecorded) =>
        Assert.Equal(
            isRecorded,
            AreRecorded(
                Profile.Default.With([new EventPipeProvider("Microsoft-Windows-DotNETRuntime", keywords, level)]),
                "exception"));

    private static bool AreRecorded(Profile profile, string expression) => SignalEvents.AreRecorded(
        TriggerRules.Parse(expression, out _)[0].On.Signals.Single(), profile);
}
