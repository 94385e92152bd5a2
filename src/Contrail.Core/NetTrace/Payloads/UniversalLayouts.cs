using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// The fields of the events of recorders of whole machines, which version 4 cannot describe: it has no numbers of
/// variable size. https://github.com/microsoft/perfview, as its parsers read them.
/// </summary>
internal static class UniversalLayouts
{
    /// <summary>The fields of the events of a row; null for other events.</summary>
    public static SchemaField[]? Find(MetadataRow row) => (row.Provider, row.Name) switch
    {
        (UniversalProvider.Events, UniversalProvider.CpuSample or UniversalProvider.Switch) => [Number("Value")],
        (UniversalProvider.System, UniversalProvider.Mapping) =>
        [
            Number("Id"), Number("StartAddress"), Number("EndAddress"), Number("FileOffset"),
            Text("FileName"), Number("MetadataId"),
        ],
        (UniversalProvider.System, UniversalProvider.Symbol) =>
        [
            Number("Id"), Number("MappingId"), Number("StartAddress"), Number("EndAddress"), Text("Name"),
        ],
        _ => null,
    };

    private static SchemaField Number(string name) => new(name, FieldType.VarUInt, default);

    private static SchemaField Text(string name) =>
        new(name, new SchemaField("", FieldType.Utf8Unit, default), ArrayForm.Counted);
}
