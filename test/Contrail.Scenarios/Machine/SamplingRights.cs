using System.Globalization;
using Contrail.Machine;
using Contrail.Machine.Perf;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>Whether this machine allows what a test checks.</summary>
internal static class SamplingRights
{
    private const int PerfmonCapability = 38;
    private const int AdminCapability = 21;

    private static bool HasCapability
    {
        get
        {
            string line = File.ReadLines("/proc/self/status")
                .First(one => one.StartsWith("CapEff:", StringComparison.Ordinal));
            ulong mask = ulong.Parse(
                line["CapEff:".Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return (mask & ((1ul << PerfmonCapability) | (1ul << AdminCapability))) != 0;
        }
    }

    /// <summary>
    /// Skips the test with the reason where the whole system cannot be sampled. Where the kernel allows it, nothing is
    /// skipped: a sampler that fails there fails the test.
    /// </summary>
    public static void RequireSystem()
    {
        PerfRights rights = PerfRights.Read();
        Assert.SkipUnless(
            rights.ParanoidLevel <= 0 || (rights.ParanoidLevel is not null && HasCapability),
            $"Not checked: sampling of the whole system needs CAP_PERFMON or perf_event_paranoid 0; it is "
                + $"{rights.ParanoidLevel?.ToString(CultureInfo.InvariantCulture) ?? "missing"} here.");
        SkipBehindFilter(rights);
    }

    /// <summary>The same for the threads of an own process.</summary>
    public static void RequireThreads()
    {
        PerfRights rights = PerfRights.Read();
        Assert.SkipUnless(
            rights.ParanoidLevel <= 2,
            "Not checked: sampling of own processes without rights needs perf_event_paranoid 2 at most.");
        SkipBehindFilter(rights);
    }

    // A filter may allow the call: only the sampler shows that.
    private static void SkipBehindFilter(PerfRights rights)
    {
        if (rights.HasSeccompFilter)
        {
            using SystemEvents events = SystemEvents.Open(
                "0", 1, Environment.SystemPageSize, new DrainBuffers());
            Assert.SkipWhen(events.Status.IsSeccompSuspected, "Not checked: a seccomp filter refuses perf_event_open.");
        }
    }
}
