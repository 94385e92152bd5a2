namespace Contrail.Scenarios.Support;

/// <summary>A path for a trace that is deleted with this.</summary>
public sealed class TraceFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contrail-trace-");

    public string FullName => Path.Combine(_folder.FullName, "trace.nettrace");

    public void Dispose() => _folder.Delete(recursive: true);
}
