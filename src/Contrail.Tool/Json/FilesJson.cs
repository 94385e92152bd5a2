using System.Text.Json.Nodes;
using Contrail.Tool.Mcp;

namespace Contrail.Tool.Json;

/// <summary>The trace files of a folder, as JSON.</summary>
internal static class FilesJson
{
    private const string Schema = "contrail.files/1";

    /// <summary>The document of a list.</summary>
    /// <param name="files">The files.</param>
    /// <param name="omittedCount">The number of files that are not listed.</param>
    public static JsonObject Of(IEnumerable<ListedFile> files, long omittedCount) => new()
    {
        ["schema"] = Schema,
        ["files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject
        {
            ["file"] = file.Name,
            ["format"] = file.Format,
            ["bytes"] = file.Bytes,
            ["modifiedUtc"] = file.ModifiedUtc,
        })]),
        ["omittedFiles"] = omittedCount,
    };
}
