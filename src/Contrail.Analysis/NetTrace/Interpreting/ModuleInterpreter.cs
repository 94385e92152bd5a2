using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes records of the modules that the process loaded: while the trace was recorded, or before, as a rundown or the
/// recorder lists them. Not safe for concurrent use.
/// </summary>
internal sealed class ModuleInterpreter(Interpretation shared) : IEventInterpreter
{
    /// <summary>Programs have some hundred modules.</summary>
    private const int MaxModules = 20_000;

    private static readonly EventField ModuleId = RuntimeEventTable.Field("ModuleId", RuntimeEventId.ModuleLoad);
    private static readonly EventField ILPath = RuntimeEventTable.Field("ILPath", RuntimeEventId.ModuleLoad);
    private static readonly EventField NativePath = RuntimeEventTable.Field("NativePath", RuntimeEventId.ModuleLoad);
    private static readonly EventField PdbPath = RuntimeEventTable.Field("PdbPath", RuntimeEventId.ModuleLoad);

    private readonly HashSet<(ulong Id, string Path)> _known = [];

    /// <summary>Whether events of a row, or their copies in a rundown, report modules.</summary>
    public static bool IsFor(RuntimeEvent? known) => (known?.Live ?? known)?.Id == RuntimeEventId.ModuleLoad;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) =>
        row.Provider is RuntimeProvider.Name or RuntimeProvider.RundownName
            && IsFor(RuntimeEventTable.Find(row.Provider, row.EventId))
            ? Add
            : null;

    /// <inheritdoc/>
    public void Complete() => _known.Clear();

    private void Add(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        string il = FileText.ShortenName(payload.Text(ILPath));
        string path = il.Length > 0 ? il : FileText.ShortenName(payload.Text(NativePath));
        ulong id = payload.Number(ModuleId);
        if (_known.Count < MaxModules && _known.Add((id, path)))
        {
            bool isListed = current.Row.Provider == RuntimeProvider.RundownName || at < TraceTime.Start;
            shared.Sink.Add(new ModuleLoad(isListed ? null : at, path, id)
            {
                SymbolPath = FileText.ShortenName(payload.Text(PdbPath)),
            });
        }
    }
}
