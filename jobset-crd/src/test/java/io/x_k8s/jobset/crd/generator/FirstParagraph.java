package io.x_k8s.jobset.crd.generator;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.util.SimpleDocTreeVisitor;

/** The first paragraph of a Javadoc comment as plain text on one line. */
final class FirstParagraph extends SimpleDocTreeVisitor<String, Void> {
  private static final FirstParagraph RENDERER = new FirstParagraph();

  private FirstParagraph() {}

  static String of(DocCommentTree comment) {
    StringBuilder text = new StringBuilder();
    for (DocTree part : comment.getFullBody()) {
      if (part instanceof StartElementTree element && element.getName().contentEquals("p")) {
        break;
      }
      text.append(RENDERER.visit(part, null));
    }
    return text.toString().strip().replaceAll("\\s+", " ");
  }

  @Override
  public String visitText(TextTree text, Void unused) {
    return text.getBody();
  }

  @Override
  public String visitLiteral(LiteralTree literal, Void unused) {
    return literal.getBody().getBody();
  }

  @Override
  public String visitLink(LinkTree link, Void unused) {
    StringBuilder label = new StringBuilder();
    link.getLabel().forEach(part -> label.append(visit(part, null)));
    return label.isEmpty() ? link.getReference().getSignature() : label.toString();
  }

  @Override
  protected String defaultAction(DocTree part, Void unused) {
    throw new IllegalStateException(
        "A description in the CRD is plain text; the Javadoc has: " + part);
  }
}
