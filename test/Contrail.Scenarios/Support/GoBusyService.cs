using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>A Go service with two functions that use the processor, and its own account of their time.</summary>
public sealed class GoBusyService : ChildProcess
{
    private GoBusyService(IReadOnlyList<string> words)
        : base(words[0], words.Skip(1))
    {
    }

    /// <summary>The functions, in the order of <see cref="AccountAsync"/>.</summary>
    public static IReadOnlyList<string> Functions { get; } = ["main.hashForLong", "main.mixForShort"];

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <param name="build">The Go release that it is built with, or "stripped".</param>
    /// <param name="address">Where it listens; null for any port.</param>
    /// <param name="around">A program that changes its surroundings, such as <c>unshare</c>, with its options.</param>
    public static async Task<GoBusyService> StartAsync(string build, string? address = null, params string[] around)
    {
        string[] words = [.. around, GoToolchain.Require("busy-" + build)];
        GoBusyService service = new(address is null ? words : [.. words, address]);
        service.Address = new Uri(await service.WaitForLineAsync("http://"));
        return service;
    }

    /// <summary>The processor time of each function so far, in seconds, as of its line of that number.</summary>
    public async Task<double[]> AccountAsync(int line)
    {
        string text = await WaitForLineAsync("busy ", skipCount: line);
        return [.. text.Split(' ').Skip(1).Select(one => double.Parse(one, CultureInfo.InvariantCulture) / 1e9)];
    }

    /// <summary>How many of these lines it has written.</summary>
    public int LineCount => Output.Count(line => line.StartsWith("busy ", StringComparison.Ordinal));
}
