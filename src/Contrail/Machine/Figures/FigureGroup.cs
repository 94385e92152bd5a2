using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>The opened files of one event. The columns of a missing file remain unknown. Not thread-safe.</summary>
internal sealed class FigureGroup : IDisposable
{
    private readonly List<(RereadFile File, FileParser Parser)> _files = [];

    /// <param name="described">The event.</param>
    public FigureGroup(FigureEvent described)
    {
        Event = described;
    }

    /// <summary>The event.</summary>
    public FigureEvent Event { get; }

    /// <summary>Opens the files of a folder that the event needs.</summary>
    /// <param name="kind">Which folder it is.</param>
    /// <param name="folder">The folder; null if it could not be opened.</param>
    /// <param name="except">A file that something else reads.</param>
    public FigureGroup Open(FigureFolder kind, PinnedFolder? folder, FigureFile? except = null)
    {
        IEnumerable<FigureFile> needed = Event.Columns.SelectMany(column => column.Fields)
            .Select(field => field.File).Distinct().Where(file => file.Folder == kind && file != except);
        foreach (FigureFile file in needed)
        {
            if (folder?.OpenFile(file.Name) is { } opened)
            {
                _files.Add((opened, FileParser.Of(file, Event)));
            }
        }

        return this;
    }

    /// <summary>Reads all files; columns that no file has remain as they are.</summary>
    /// <param name="buffer">The place for the text of a file.</param>
    /// <param name="values">The columns; those that are to be read are unknown.</param>
    public void Read(Span<byte> buffer, Span<long> values)
    {
        foreach ((RereadFile file, FileParser parser) in _files)
        {
            parser.Parse(buffer[..file.Read(buffer)], values);
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _files.ForEach(open => open.File.Dispose());
}
