using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Symbols;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// What the first reading of a file has found, and the second one needs: names can be in a file after the events that
/// refer to them.
/// </summary>
internal sealed record NetTraceIndex
{
    /// <summary>What the file is, and how much is in it.</summary>
    public required TraceFileFacts Facts { get; init; }

    /// <summary>The code that the file names.</summary>
    public required SymbolTable Symbols { get; init; }

    /// <summary>The code of several processes, in files of version 6.</summary>
    public required UniversalCode Code { get; init; }

    /// <summary>What the views receive before the first record.</summary>
    public required TraceContext Context { get; init; }

    /// <summary>Events by what they are.</summary>
    public required EventTally Events { get; init; }

    /// <summary>
    /// Events by their thread, without those of a rundown. Its last events are those that show that the thread ran,
    /// without its waits for handles and its samples.
    /// </summary>
    public required ThreadTally Threads { get; init; }

    /// <summary>Which thread had which managed id.</summary>
    public required ManagedThreads ManagedThreads { get; init; }

    /// <summary>Converts the file's clock.</summary>
    public NetTraceClock Clock => Facts.Clock;
}
