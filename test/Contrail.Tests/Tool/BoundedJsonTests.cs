using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Tool.Json;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class BoundedJsonTests
{
    [Fact]
    public void A_document_within_the_limit_does_not_change() =>
        Assert.Equal("""{"a":[1,"List<T>"]}""", BoundedJson.Of(new JsonObject { ["a"] = new JsonArray(1, "List<T>") }));

    [Theory]
    [InlineData(100_000, 10)]
    [InlineData(10, 100_000)]
    [InlineData(2_000, 2_000)]
    public void A_longer_one_is_cut_below_the_limit(int elements, int chars)
    {
        JsonObject document = new()
        {
            ["schema"] = "s/1",
            ["rows"] = new JsonArray([.. Enumerable.Range(0, elements).Select(_ => Row(chars))]),
            ["omittedRows"] = 5L,
            ["columns"] = new JsonArray([.. Enumerable.Range(0, 300).Select(index => (JsonNode)index)]),
        };
        using JsonDocument cut = JsonDocument.Parse(BoundedJson.Of(document));
        JsonElement root = cut.RootElement;
        Assert.InRange(root.GetRawText().Length, 1_500, BoundedJson.MaxChars);
        Assert.Equal("truncated", root.EnumerateObject().First().Name);
        Assert.Equal("s/1", root.GetProperty("schema").GetString());
        Assert.Equal(300, root.GetProperty("columns").GetArrayLength());
        Assert.Equal(
            elements + 5, root.GetProperty("rows").GetArrayLength() + root.GetProperty("omittedRows").GetInt64());
    }

    [Fact]
    public void Outer_frames_are_left_out_before_rows()
    {
        string frame = new('f', 100);
        JsonObject document = new()
        {
            ["rows"] = new JsonArray([.. Enumerable.Range(0, 20).Select(_ => new JsonObject
            {
                ["frames"] = new JsonArray([.. Enumerable.Range(0, 60).Select(_ => (JsonNode)frame)]),
            })]),
        };
        using JsonDocument cut = JsonDocument.Parse(BoundedJson.Of(document));
        JsonElement rows = cut.RootElement.GetProperty("rows");
        Assert.Equal(20, rows.GetArrayLength());
        Assert.Equal(12, rows[0].GetProperty("frames").GetArrayLength());
        Assert.Equal(20 * 48, cut.RootElement.GetProperty("truncated").GetProperty("omittedElements")
            .GetProperty("rows.frames").GetInt32());
    }

    [Fact]
    public void What_cannot_be_cut_is_left_out()
    {
        JsonObject document = [];
        for (int index = 0; index < 10_000; index++)
        {
            document[$"property{index}"] = index;
        }

        using JsonDocument cut = JsonDocument.Parse(BoundedJson.Of(document));
        Assert.Equal(["truncated"], cut.RootElement.EnumerateObject().Select(property => property.Name));
    }

    private static JsonObject Row(int chars) => new() { ["t"] = new string('x', chars) };
}
