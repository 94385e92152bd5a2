using System.Globalization;
using System.Text;

namespace Contrail.Processes;

/// <summary>
/// The diagnostic settings in the environment of a process when it started. Of all other variables, not even the names
/// are kept.
/// </summary>
internal sealed record DiagnosticSettings
{
    /// <summary>Each of these, set to 0, keeps the runtime from listening.</summary>
    private static readonly string[] Switches = ["EnableDiagnostics", "EnableDiagnostics_IPC"];

    private static readonly string[] Prefixes = ["DOTNET_", "COMPlus_"];

    /// <summary>The variable with its value that turned diagnostics off; null when none did.</summary>
    public string? TurnedOffBy { get; init; }

    /// <summary>Whether the runtime writes a trace of its own from its start.</summary>
    public bool WritesOwnTrace { get; init; }

    /// <summary>Where it puts its socket.</summary>
    public string TemporaryDirectory { get; init; } = "/tmp";

    /// <summary>Reads a block of <c>NAME=value</c> entries, each terminated by a zero.</summary>
    public static DiagnosticSettings Parse(ReadOnlySpan<byte> untrusted)
    {
        Dictionary<string, string> known = [];
        foreach (Range range in untrusted.Split((byte)0))
        {
            ReadOnlySpan<byte> variable = untrusted[range];
            int equalsIndex = variable.IndexOf((byte)'=');
            if (equalsIndex > 0 && Relevant(variable[..equalsIndex]) is { } name)
            {
                // The first of several counts, as for getenv.
                known.TryAdd(name, Encoding.UTF8.GetString(variable[(equalsIndex + 1)..]));
            }
        }

        string? off = Switches.Select(name => Find(known, name)).FirstOrDefault(one => one is { IsZero: true })?.Text;
        bool hasFolder = known.TryGetValue("TMPDIR", out string? folder)
            && folder.StartsWith('/') && folder.TrimEnd('/').Length > 0;
        return new DiagnosticSettings
        {
            TurnedOffBy = off,
            WritesOwnTrace = Find(known, "EnableEventPipe") is { IsZero: false },
            TemporaryDirectory = hasFolder ? folder!.TrimEnd('/') : "/tmp",
        };
    }

    private static string? Relevant(ReadOnlySpan<byte> name)
    {
        foreach (string prefix in Prefixes)
        {
            foreach (string setting in Switches.Append("EnableEventPipe"))
            {
                if (name.SequenceEqual(Encoding.ASCII.GetBytes(prefix + setting)))
                {
                    return prefix + setting;
                }
            }
        }

        return name.SequenceEqual("TMPDIR"u8) ? "TMPDIR" : null;
    }

    // The newer prefix wins; the runtime reads numbers as hexadecimal.
    private static (bool IsZero, string Text)? Find(Dictionary<string, string> known, string setting)
    {
        foreach (string name in Prefixes.Select(prefix => prefix + setting))
        {
            if (known.TryGetValue(name, out string? value)
                && uint.TryParse(
                    Digits(value), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number))
            {
                return (number == 0, $"{name}={number:x}");
            }
        }

        return null;
    }

    private static string Digits(string value) =>
        value.Trim() is var trimmed && trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? trimmed[2..]
            : trimmed;
}
