using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.Redaction;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>The runtime's event that describes its process: event 1 of the provider of EventPipe.</summary>
internal static class DescribedProcess
{
    private const int EventId = 1;

    /// <summary>
    /// Reads the process, with secrets in its command line replaced; null for another event, or for a truncated one.
    /// The version of the runtime is unknown.
    /// </summary>
    /// <param name="eventId">The event, of <see cref="RuntimeProvider.EventPipeName"/>.</param>
    /// <param name="untrusted">Its payload.</param>
    /// <param name="processId">The id of the process, from the trace object.</param>
    public static ProcessFacts? Read(int eventId, ReadOnlySpan<byte> untrusted, int processId)
    {
        ByteCursor cursor = new(untrusted);
        bool read = cursor.TryReadUtf16Z(out ReadOnlySpan<byte> commandLine)
            & cursor.TryReadUtf16Z(out ReadOnlySpan<byte> system)
            & cursor.TryReadUtf16Z(out ReadOnlySpan<byte> architecture);
        if (!read || eventId != EventId)
        {
            return null;
        }

        string command = CommandLineRedaction.Redact(Encoding.Unicode.GetString(commandLine));
        string program = CommandLineWords.Unquote(command[..CommandLineWords.EndOfWord(command, 0)]);
        return new ProcessFacts(
            processId,
            program[(program.LastIndexOf('/') + 1)..],
            command,
            "",
            Encoding.Unicode.GetString(system),
            Encoding.Unicode.GetString(architecture));
    }
}
