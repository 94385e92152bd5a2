using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Collects the processes of a file of version 6. Not safe for concurrent use.</summary>
internal sealed class TracedProcesses
{
    /// <summary>More processes than a machine usually runs.</summary>
    private const int MaxProcesses = 10_000;

    private readonly Dictionary<int, (string Name, long Events)> _processes = [];

    /// <summary>Counts an event for the process of its thread; one that describes the process also gives it a name.
    /// </summary>
    public void Add(MetadataRow row, in EventBlockReader current)
    {
        int id = current.ProcessId;
        bool isKnown = _processes.TryGetValue(id, out (string Name, long Events) known);
        if (id == 0 || (!isKnown && _processes.Count >= MaxProcesses))
        {
            return;
        }

        string name = UniversalEvents.IsProcessStart(row) ? NameIn(current.Payload) : "";
        _processes[id] = (name.Length > 0 ? name : known.Name ?? "", known.Events + 1);
    }

    /// <summary>The processes that wrote events, by their ids.</summary>
    public IReadOnlyList<TracedProcess> Conclude() =>
    [
        .. _processes.OrderBy(process => process.Key)
            .Select(process => new TracedProcess(process.Key, process.Value.Name, process.Value.Events)),
    ];

    // The id in the process's namespace, then the name.
    private static string NameIn(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        return cursor.TryReadVarUInt64(out _) && UniversalEvents.TryReadText(ref cursor, out ReadOnlySpan<byte> name)
            ? FileText.ShortenName(Encoding.UTF8.GetString(name))
            : "";
    }
}
