using System.Buffers;
using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>The file operations of one format, for files from any tool.</summary>
internal interface ITraceFiles
{
    /// <summary>How many bytes of a file are enough to recognize this format.</summary>
    int PrefixBytes { get; }

    /// <summary>Whether a file with this beginning is of this format.</summary>
    bool MatchesPrefix(ReadOnlySpan<byte> untrusted);

    /// <summary>Checks a file.</summary>
    ITraceVerifier Verify();

    /// <summary>Repairs a file.</summary>
    /// <param name="target">Where the repaired file is written.</param>
    /// <param name="describe">Describes the damage, where the format contains an event that reports the repair.</param>
    ITraceRepairer Repair(IBufferWriter<byte> target, Func<TraceFault, string> describe);

    /// <summary>Surveys a file, so that a part of it can be cut out.</summary>
    ITraceSurvey Survey();
}
