using System.Diagnostics.Tracing;

namespace Contrail.Ipc;

/// <summary>
/// Builds the commands. A runtime that is sent an incomplete message, or to .NET 8 and 9 a format other than 1, dies;
/// therefore there is no way here to build either.
/// </summary>
internal static class IpcMessages
{
    /// <summary>The list of a session that requests a rundown without choosing its events.</summary>
    public const ulong DefaultRundownKeywords = 0x80020139;

    /// <summary>4 GiB would no longer fit into the runtime's own 32 bits.</summary>
    public const int MaxBufferMegabytes = 4095;

    private const uint FormatNetTrace = 1;
    private const uint SessionTypeStream = 0;

    public static byte[] Describe(IpcCommand command)
    {
        if (command is not (IpcCommand.Describe1 or IpcCommand.Describe2 or IpcCommand.Describe3))
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, "This command does not describe.");
        }

        return new IpcMessageWriter(command).ToMessage();
    }

    public static byte[] ResumeRuntime() => new IpcMessageWriter(IpcCommand.ResumeRuntime).ToMessage();

    public static byte[] Environment() => new IpcMessageWriter(IpcCommand.Environment).ToMessage();

    public static byte[] StopTracing(ulong sessionId) =>
        new IpcMessageWriter(IpcCommand.StopTracing).UInt64(sessionId).ToMessage();

    public static byte[] SetEnvironmentVariable(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return new IpcMessageWriter(IpcCommand.SetEnvironmentVariable).Text(name).Text(value).ToMessage();
    }

    /// <remarks>
    /// On .NET 9 and 10 the target aborts when the file is missing, is no assembly, has no hook, or the hook throws.
    /// Send this only after checking the file as the target sees it.
    /// </remarks>
    /// <exception cref="ArgumentException">The path is not absolute, or not that of a dll.</exception>
    public static byte[] ApplyStartupHook(string assemblyPath)
    {
        ArgumentNullException.ThrowIfNull(assemblyPath);
        bool isAbsoluteDll = Path.IsPathFullyQualified(assemblyPath)
            && assemblyPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        if (!isAbsoluteDll)
        {
            throw new ArgumentException("A start-up hook is the absolute path of a .dll.", nameof(assemblyPath));
        }

        return new IpcMessageWriter(IpcCommand.ApplyStartupHook).Text(assemblyPath).ToMessage();
    }

    /// <summary>Builds a command that starts a session; what the command cannot express is left out.</summary>
    /// <exception cref="ArgumentException">The request is not complete, or too large for a message.</exception>
    public static byte[] CollectTracing(IpcCommand command, SessionRequest request)
    {
        Validate(request);
        IpcMessageWriter writer = new(command);
        uint megabytes = (uint)request.BufferMegabytes;
        bool withRundown = request.RundownKeywords != 0;
        IpcMessageWriter header = command switch
        {
            IpcCommand.CollectTracing2 => writer.UInt32(megabytes).UInt32(FormatNetTrace).Bool(withRundown),
            IpcCommand.CollectTracing3 => writer.UInt32(megabytes).UInt32(FormatNetTrace).Bool(withRundown)
                .Bool(request.Stackwalk),
            IpcCommand.CollectTracing4 => writer.UInt32(megabytes).UInt32(FormatNetTrace)
                .UInt64(request.RundownKeywords).Bool(request.Stackwalk),
            IpcCommand.CollectTracing5 => writer.UInt32(SessionTypeStream).UInt32(megabytes).UInt32(FormatNetTrace)
                .UInt64(request.RundownKeywords).Bool(request.Stackwalk),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "This command starts no session."),
        };
        WriteProviders(header, request.Providers, withFilters: command == IpcCommand.CollectTracing5);
        return writer.ToMessage();
    }

    /// <summary>What <paramref name="command"/> leaves out of <paramref name="request"/>.</summary>
    public static SessionConcessions ConcessionsOf(IpcCommand command, SessionRequest request)
    {
        bool choosesRundown = request.RundownKeywords is not (0 or DefaultRundownKeywords);
        bool filters = request.Providers.Any(provider => provider.Filter is not null);
        SessionConcessions concessions = SessionConcessions.None;
        if (command == IpcCommand.CollectTracing2 && !request.Stackwalk)
        {
            concessions |= SessionConcessions.StacksCome;
        }

        if (command is IpcCommand.CollectTracing2 or IpcCommand.CollectTracing3 && choosesRundown)
        {
            concessions |= SessionConcessions.RundownIsDefault;
        }

        if (command != IpcCommand.CollectTracing5 && filters)
        {
            concessions |= SessionConcessions.FiltersDropped;
        }

        return concessions;
    }

    /// <summary>The command that a runtime of this major version supports; 0 if its version is unknown.</summary>
    public static IpcCommand CollectCommandFor(int runtimeMajor) => runtimeMajor switch
    {
        >= 10 => IpcCommand.CollectTracing5,
        9 => IpcCommand.CollectTracing4,
        _ => IpcCommand.CollectTracing2,
    };

    private static void WriteProviders(
        IpcMessageWriter writer, IReadOnlyList<EventPipeProvider> providers, bool withFilters)
    {
        writer.UInt32((uint)providers.Count);
        foreach (EventPipeProvider provider in providers)
        {
            writer.UInt64(provider.Keywords).UInt32((uint)provider.Level).Text(provider.Name).Text(provider.Arguments);
            if (withFilters)
            {
                // Without a filter: all but none.
                WriteFilter(writer, provider.Filter ?? EventIdFilter.AllBut());
            }
        }
    }

    private static void WriteFilter(IpcMessageWriter writer, EventIdFilter filter)
    {
        writer.Bool(filter.IsAllowList).UInt32((uint)filter.EventIds.Count);
        foreach (uint eventId in filter.EventIds)
        {
            writer.UInt32(eventId);
        }
    }

    private static void Validate(SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.BufferMegabytes, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.BufferMegabytes, MaxBufferMegabytes, nameof(request));
        if (request.Providers is null or { Count: 0 })
        {
            throw new ArgumentException("A session needs at least one provider.", nameof(request));
        }

        foreach (EventPipeProvider provider in request.Providers)
        {
            bool isComplete = !string.IsNullOrEmpty(provider.Name)
                && provider.Level is >= EventLevel.LogAlways and <= EventLevel.Verbose;
            if (!isComplete)
            {
                throw new ArgumentException(
                    $"The provider '{provider.Name}' needs a name, and a level from 0 to {(int)EventLevel.Verbose}.",
                    nameof(request));
            }
        }
    }
}
