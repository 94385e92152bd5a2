using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Contrail.Ipc;

namespace Contrail.Tool.Arguments;

/// <summary>The options that select what is recorded.</summary>
internal static class ProfileChoice
{
    /// <summary>The profile; null for the default.</summary>
    public static Option<Profile?> Chosen { get; } = new("--profile")
    {
        Description =
            "Choose what to record: " + string.Join("; ", Profile.All.Select(one => $"{one.Name} ({one.Cost})"))
                + ". Default: default.",
        HelpName = "NAME",
        CustomParser = ParseProfile,
    };

    /// <summary>Providers in addition to those of the profile.</summary>
    public static Option<IReadOnlyList<EventPipeProvider>?> Providers { get; } = new("--providers")
    {
        Description = "Add event providers, in the syntax of dotnet-trace. A provider that the profile already "
            + "contains replaces that of the profile.",
        HelpName = "Name:Keywords:Level,…",
        CustomParser = ParseProviders,
    };

    /// <summary>How often processors are sampled, 0 for never; null as the profile has it.</summary>
    public static Option<int?> CpuSamples { get; } = Parsed.Value<int>(
        "--cpu-samples",
        "Sample each processor this often per second, up to 500, and record the samples of the process with their "
            + "stacks, native code included; 'off' disables it. Requires root, CAP_PERFMON or "
            + "kernel.perf_event_paranoid of 0 or less; without, the recording has no samples. Default: 49, and 199 "
            + "with --profile cpu.",
        "49|off",
        TryParseRate);

    /// <summary>Whether the operating system's figures are recorded.</summary>
    public static Option<Switch?> Figures { get; } = Parsed.Value<Switch>(
        "--figures",
        "Record each second what the operating system reports of the process, its control groups, the machine and the "
            + "network: processor time, waits for a processor, memory, faults, threads, input and output. Default: on, "
            + "and off with --profile cpu-eventpipe.",
        "on|off",
        TryParseSwitch);

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    public static string? WhyNot(CommandResult result) =>
        Parsed.TryValue(result, CpuSamples, out int? rate) && rate == 0
        && Parsed.TryValue(result, Chosen!, out Profile? profile) && profile == Profile.Cpu
            ? "--profile cpu consists of samples of processors: use --profile default with --cpu-samples off."
            : null;

    /// <summary>The profile with the added providers.</summary>
    public static Profile Of(ParseResult parsed) =>
        (parsed.GetValue(Chosen) ?? Profile.Default).With(parsed.GetValue(Providers) ?? []);

    private static bool TryParseRate(string text, out int rate)
    {
        rate = 0;
        return Parsed.IsOff(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rate)
            && rate is > 0 and <= EventPipeOptions.MaxCpuSamplesPerSecond);
    }

    private static bool TryParseSwitch(string text, out Switch value)
    {
        value = Parsed.IsOff(text) ? Switch.Off : Switch.On;
        return value == Switch.Off || text.Equals("on", StringComparison.OrdinalIgnoreCase);
    }

    private static Profile? ParseProfile(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        Profile? found = Profile.Find(name);
        if (found is null)
        {
            string known = string.Join(", ", Profile.All.Select(profile => profile.Name));
            result.AddError($"Unknown profile '{name}'. The profiles are {known}.");
        }

        return found;
    }

    private static IReadOnlyList<EventPipeProvider>? ParseProviders(ArgumentResult result)
    {
        // Given twice, the option has all of them.
        string list = string.Join(',', result.Tokens.Select(token => token.Value));
        if (ProviderList.TryParse(list, out IReadOnlyList<EventPipeProvider>? providers, out string? problem))
        {
            return providers;
        }

        result.AddError(problem);
        return null;
    }
}
